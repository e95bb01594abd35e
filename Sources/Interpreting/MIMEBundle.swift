/// One value in several representations, by MIME type, as Jupyter shows it.
public struct MIMEBundle: Sendable, Equatable {
  /// The content of one representation.
  public enum Content: Sendable, Equatable {
    /// Text of any kind: plain, HTML, Markdown, SVG.
    case text(String)
    /// Bytes, such as a PNG file; the wire sends them in base64.
    case bytes([UInt8])

    /// The text, where it is one.
    public var text: String? { if case .text(let text) = self { text } else { nil } }
  }

  /// A MIME type and the content in it.
  public typealias Representation = (type: String, content: Content)

  /// The representations, richest last; at most one of each type.
  public var representations: [Representation]
  /// The width and height in CSS pixels at which a picture is shown, so that a cell does not jump.
  public var pixelSize: (width: Int, height: Int)?

  /// Makes a bundle from its representations.
  public init(_ representations: [Representation], pixelSize: (width: Int, height: Int)? = nil) {
    self.representations = representations
    self.pixelSize = pixelSize
  }

  /// The content of one MIME type, or nil.
  public subscript(type: String) -> Content? { representations.first { $0.type == type }?.content }

  /// Compares representations and size.
  public static func == (a: MIMEBundle, b: MIMEBundle) -> Bool {
    a.representations.elementsEqual(b.representations) { $0.type == $1.type && $0.content == $1.content }
      && a.pixelSize?.width == b.pixelSize?.width && a.pixelSize?.height == b.pixelSize?.height
  }
}
