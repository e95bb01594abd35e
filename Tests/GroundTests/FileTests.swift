import Glibc
import Testing

@testable import Ground

@Suite struct FileTests {
  @Test func aFileIsWrittenWithItsPermissionsAndReplaced() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/file"
      try Files.write([1, 2, 3], to: path, mode: 0o600)
      var status = stat()
      try #require(stat(path, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
      try Files.write([4], to: path)
      #expect(try Files.read(path) == [4])
      #expect(Folders.entries(of: folder).map(\.name) == ["file"])
    }
  }

  @Test func aFileThatCannotBeReplacedStaysAndLeavesNothingBeside() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/taken"
      try Folders.make(path)
      #expect(throws: FileError.self) { try Files.write([1], to: path) }
      #expect(Folders.entries(of: folder) == [Folders.Entry(name: "taken", isFolder: true)])
    }
  }

  @Test func aMissingFolderIsNamedWithTheRemedy() throws {
    try withTemporaryFolder { folder in
      let error = #expect(throws: FileError.self) { try Files.write([1], to: folder + "/no/file") }
      #expect(error?.kind == .unwritable)
      #expect(error?.remedy == "The folder '\(folder)/no' does not exist; make it first.")
    }
  }

  @Test func whatCannotBeReadIsTold() throws {
    try withTemporaryFolder { folder in
      #expect(throws: FileError(.notFound, "There is no file '\(folder)/none'.")) {
        try Files.read(folder + "/none")
      }
      #expect(throws: FileError(.unreadable, "'\(folder)' is not a file.")) { try Files.read(folder) }
      try Files.write([UInt8](repeating: 7, count: 2 << 20), to: folder + "/large")
      let error = #expect(throws: FileError.self) { try Files.read(folder + "/large", limit: 1 << 20) }
      #expect(error?.kind == .tooLarge)
      #expect(try Files.stream(folder + "/large", limit: 70_000).count == 70_000)
    }
  }

  @Test func pathsAreTakenApart() throws {
    #expect(Files.folder(of: "/a/b") == "/a" && Files.folder(of: "/a") == "/" && Files.folder(of: "a") == ".")
    #expect(Files.name(of: "/a/b.png") == "b.png" && Files.name(of: "b") == "b" && Files.name(of: "a/") == "")
    #expect(try Files.absolute("/x") == "/x")
    #expect(try Files.absolute("x").hasSuffix("/x"))
    #expect(Environment.expand("~/x") == Environment.home + "/x" && Environment.expand("a~") == "a~")
  }

  @Test func foldersAreMadeWithThoseAboveThem() throws {
    try withTemporaryFolder { folder in
      try Folders.make(folder + "/a/b")
      try Folders.make(folder + "/a/b")
      #expect(Folders.entries(of: folder + "/a") == [Folders.Entry(name: "b", isFolder: true)])
      try Files.write([], to: folder + "/file")
      #expect(throws: FileError.self) { try Folders.make(folder + "/file/x") }
      #expect(Folders.names(like: folder + "/flie") == ["file"])
      rmdir(folder + "/a/b")
    }
  }

  @Test func aPartBecomesTheFileWhenItIsComplete() throws {
    try withTemporaryFolder { folder in
      let part = PartialFile(path: folder + "/file", isShared: true)
      let first = try part.open(keeping: false)
      #expect([1, 2].withUnsafeBytes { first.write($0) })
      first.close()
      part.keep(tag: "v1")
      #expect(!Files.exists(folder + "/file") && part.tag == "v1")
      let second = try part.open(keeping: true)
      #expect(second.size == Int64(2 * MemoryLayout<Int>.size))
      try part.finish(second)
      #expect(Folders.entries(of: folder).map(\.name) == ["file"])
    }
  }

  @Test func aLockIsHeldByOneAtATime() throws {
    try withTemporaryFolder { folder in
      let lock = try FileLock(path: folder + "/lock", cancellation: Cancellation())
      let stopped = Cancellation()
      stopped.cancel()
      let error = #expect(throws: FileError.self) {
        try FileLock(path: folder + "/lock", cancellation: stopped)
      }
      #expect(error?.kind == .cancelled)
      lock.release()
      try FileLock(path: folder + "/lock", cancellation: stopped).release()
    }
  }

  @Test func aMappedFileShowsItsBytes() throws {
    try withTemporaryFolder { folder in
      try Files.write([1, 2, 3], to: folder + "/file")
      #expect(MappedFile(path: folder + "/file").map { Array($0.bytes) } == [1, 2, 3])
      try Files.write([], to: folder + "/empty")
      #expect(MappedFile(path: folder + "/empty") == nil)
      #expect(MappedFile(path: folder) == nil)
    }
  }

  @Test func aFilesIdentityChangesWithItsContent() throws {
    try withTemporaryFolder { folder in
      try Files.write([1], to: folder + "/file")
      let first = try #require(Digest.identity(of: folder + "/file"))
      #expect(Digest.identity(of: folder + "/file") == first)
      try Files.write([2], to: folder + "/file")
      #expect(Digest.identity(of: folder + "/file") != first)
      #expect(Digest.identity(of: folder + "/none") == nil)
    }
  }
}
