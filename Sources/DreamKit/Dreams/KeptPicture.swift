import Ground
import Synchronization

/// A small picture that is kept as a JPEG file. It is compressed when somebody asks for the file, and else when the machine
/// has nothing better to do, so that a dream does not wait for it.
final class KeptPicture: Sendable {
  private enum Content {
    case picture(Image)
    case file([UInt8])
  }

  private let content: Mutex<Content>

  init(_ picture: Image) {
    content = Mutex(.picture(picture))
    IdleThread.run { [weak self] in _ = try? self?.file() }
  }

  /// The picture as a JPEG file.
  ///
  /// - Throws: ``DreamError`` where it cannot be encoded.
  func file() throws(DreamError) -> [UInt8] {
    switch content.withLock({ $0 }) {
    case .file(let file): return file
    case .picture(let picture):
      // Nobody waits for the idle thread: at the worst both compress the picture.
      let file = try picture.jpegData(quality: 88)
      content.withLock { $0 = .file(file) }
      return file
    }
  }
}
