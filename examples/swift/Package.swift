// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "Dream",
  dependencies: [.package(name: "DreamKit", path: "../..")],
  targets: [
    .executableTarget(name: "Dream", dependencies: [.product(name: "DreamKit", package: "DreamKit")])
  ],
  swiftLanguageModes: [.v6]
)
