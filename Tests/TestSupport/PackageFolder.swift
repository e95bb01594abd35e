/// Where the package lies whose tests run.
package enum PackageFolder {
  /// Its path.
  package static var path: String {
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  }
}
