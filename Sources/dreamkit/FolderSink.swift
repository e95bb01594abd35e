import DreamLanguage
import Glibc

/// Prints text and keeps pictures; at the end the last state of each picture is written as a PNG file.
final class FolderSink: DisplaySink {
  private let folder: String
  private var pictures: [(id: String?, bytes: [UInt8])] = []

  /// Makes a sink that writes `picture-001.png` and so on into `folder`.
  init(folder: String) { self.folder = folder }

  func write(_ text: String, to stream: StreamName) {
    switch stream {
    case .standardOutput:
      print(text, terminator: "")
      fflush(nil)
    case .standardError: StandardError.write(text: text)
    }
  }

  func display(_ bundle: MIMEBundle, id: String?) {
    if case .bytes(let bytes) = bundle["image/png"] {
      pictures.append((id, bytes))
    } else if case .text(let text) = bundle["text/plain"] {
      write(text + "\n", to: .standardOutput)
    }
  }

  func update(_ bundle: MIMEBundle, id: String) {
    guard case .bytes(let bytes) = bundle["image/png"] else { return }
    if let index = pictures.lastIndex(where: { $0.id == id }) {
      pictures[index].bytes = bytes
    } else {
      pictures.append((id, bytes))
    }
  }

  func clear(wait: Bool) {}

  /// Writes the pictures and prints where.
  func finish() throws {
    guard !pictures.isEmpty else { return }
    try Files.makeFolder(folder)
    for (index, picture) in pictures.enumerated() {
      let number = String(index + 1)
      let path = "\(folder)/picture-\(String(repeating: "0", count: max(0, 3 - number.count)))\(number).png"
      try Files.write(picture.bytes, to: path)
      print(path)
    }
  }
}
