/// What a model is asked for: a layer's activations, or those of some of its channels.
public struct LayerOutput: Sendable, Equatable, Hashable {
  /// The layer's name.
  public var layer: String
  /// The channels, counted from 0, or nil for all.
  public var channels: Range<Int>?

  /// Asks for a layer or for some of its channels.
  public init(_ layer: String, channels: Range<Int>? = nil) {
    self.layer = layer
    self.channels = channels
  }
}

extension LayerOutput: CustomStringConvertible {
  /// As the language writes it behind the layer's name: `mixed4`, `mixed4[..., 11]`, `mixed4[..., 8:16]`.
  public var description: String {
    guard let channels else { return layer }
    let last = channels.upperBound
    return
      "\(layer)[..., \(channels.count == 1 ? "\(channels.lowerBound)" : "\(channels.lowerBound):\(last)")]"
  }

  /// Reads a ``description``; anything else is taken for the name of a layer.
  public init(parsing text: String) {
    self.init(text)
    guard text.hasSuffix("]"), let mark = text.firstRange(of: "[..., ") else { return }
    let ends = text[mark.upperBound...].dropLast().split(separator: ":").map { Int($0) }
    guard let first = ends.first, let lower = first, let last = ends.last, let upper = last,
      ends.count <= 2, lower >= 0
    else { return }
    let end = ends.count == 1 ? lower + 1 : upper
    guard end > lower else { return }
    (layer, channels) = (String(text[..<mark.lowerBound]), lower..<end)
  }
}
