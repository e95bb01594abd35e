import Glibc

@testable import Ground

/// Runs `body` with a new folder, and removes the folder and the files in it afterwards.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = try Files.resolved(Environment["TMPDIR"] ?? "/tmp").map { "\($0)/\(UniqueID.make())" } ?? "."
  try Folders.make(folder)
  defer {
    for entry in Folders.entries(of: folder) { remove("\(folder)/\(entry.name)") }
    rmdir(folder)
  }
  return try body(folder)
}
