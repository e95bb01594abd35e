// swift-tools-version: 6.0
import PackageDescription

/// Settings shared by every Swift target.
let strict: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny")]

let package = Package(
  name: "DreamKit",
  products: [
    .library(name: "DreamKit", targets: ["DreamKit"]),
    .executable(name: "dreamkit", targets: ["dreamkit-cli"]),
  ],
  targets: [
    // C libraries, all from apt.
    .systemLibrary(
      name: "CZeroMQ", pkgConfig: "libzmq", providers: [.apt(["libzmq3-dev"])]),
    .systemLibrary(
      name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
    // libcurl and libhdf5 are not linked but opened when they are first called: an idle kernel does without them.
    .target(name: "CLateLibrary"),
    .target(name: "CHTTP", dependencies: ["CLateLibrary"]),
    .target(name: "CHDF5", dependencies: ["CLateLibrary"]),
    // DreamKit's own kernels: convolutions, pooling, loops. Know no library but OpenMP's runtime.
    .target(name: "CKernels", linkerSettings: [.linkedLibrary("gomp")]),
    .target(name: "COneDNN", dependencies: ["CKernels"], linkerSettings: [.linkedLibrary("dnnl")]),

    // What every room stands on: files, clocks, threads, digests. Knows neither pictures nor languages nor sockets.
    .target(name: "Ground", dependencies: ["COpenSSL"], swiftSettings: strict),

    // The dream engine: images, networks, gradients. Knows neither JSON nor Jupyter.
    .target(
      name: "DreamKit", dependencies: ["CHDF5", "CHTTP", "CJPEG", "CKernels", "COneDNN", "CPNG", "Ground"],
      swiftSettings: strict),

    // What a notebook kernel asks of a language, and the values that cross the seam.
    .target(name: "Interpreting", dependencies: ["Ground"], swiftSettings: strict),

    // The language: syntax, values, evaluation, help and completion. Knows neither pictures nor sockets.
    .target(name: "DreamLanguage", dependencies: ["Ground", "Interpreting"], swiftSettings: strict),

    // The commands of the language that dream, and the values that they work with.
    .target(
      name: "DreamCommands", dependencies: ["DreamKit", "DreamLanguage", "Ground", "Interpreting"],
      swiftSettings: strict),

    // One line on standard error when the process crashes: a handler of signals has to be C.
    .target(name: "CCrashReport"),

    // The Jupyter kernel: wire, transport, server, debugger. Knows no dreams and no language.
    .target(
      name: "Kernel",
      dependencies: ["CCrashReport", "Ground", "Interpreting", "CZeroMQ", "COpenSSL", "CSQLite"],
      swiftSettings: strict),

    // The command line: the product dreamkit.
    .executableTarget(
      name: "dreamkit-cli", dependencies: ["Kernel", "DreamCommands", "DreamLanguage", "DreamKit", "Ground"],
      swiftSettings: strict),

    .target(
      name: "TestSupport", dependencies: ["DreamKit", "DreamLanguage", "Ground"], path: "Tests/TestSupport",
      swiftSettings: strict),
    // `make fuzz`: damaged inputs for all readers.
    .executableTarget(
      name: "dreamkit-fuzz",
      dependencies: ["Kernel", "DreamCommands", "DreamLanguage", "DreamKit", "Ground"],
      path: "Tests/Fuzz",
      swiftSettings: strict),
    // The examples of the engine's documentation, and examples/swift: they see what is public, and nothing else.
    .target(
      name: "Snippets", dependencies: ["DreamKit"], path: "Tests/Snippets", packageAccess: false,
      swiftSettings: strict),
    .executableTarget(
      name: "dream-example", dependencies: ["DreamKit"], path: "examples/swift/Sources/Dream",
      packageAccess: false, swiftSettings: strict),
    .testTarget(name: "GroundTests", dependencies: ["Ground", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "DreamKitTests", dependencies: ["DreamKit", "Ground", "CKernels", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "DreamLanguageTests", dependencies: ["DreamLanguage", "Ground", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "DreamCommandsTests",
      dependencies: ["DreamCommands", "DreamKit", "DreamLanguage", "Ground", "TestSupport"],
      exclude: ["Scripts"], swiftSettings: strict),
    .testTarget(
      name: "KernelTests",
      dependencies: ["Kernel", "DreamCommands", "DreamLanguage", "Ground", "Interpreting", "TestSupport"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
