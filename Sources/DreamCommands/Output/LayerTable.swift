import DreamKit
import DreamLanguage

/// The table of a network's layers.
struct LayerTable {
  private let rows: [(name: String, kind: String, shape: String)]
  private let title: String

  /// Lists the layers with their shapes at 299 × 299.
  init(_ network: Network) {
    let shapes = (try? network.outputShapes(height: 299, width: 299)) ?? []
    rows = network.layers.enumerated().map { index, layer in
      let shape = index < shapes.count ? shapes[index].description : "\(layer.channels) channels"
      return (layer.name, layer.kind, shape)
    }
    title = "\(network.name): \(rows.count) layers, shapes (height, width, channels) for a 299 × 299 image"
  }

  /// The table in columns of text.
  var plain: String {
    let name = rows.map(\.name.count).max() ?? 0
    let kind = rows.map(\.kind.count).max() ?? 0
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    return ([title] + rows.map { "\(padded($0.name, name))  \(padded($0.kind, kind))  \($0.shape)" })
      .joined(separator: "\n")
  }

  /// The table in HTML.
  var html: String {
    let lines = rows.map { "<tr><td>\($0.name)</td><td>\($0.kind)</td><td>\($0.shape)</td></tr>" }
    return "<table><caption>\(title)</caption><tr><th>name</th><th>kind</th><th>shape</th></tr>"
      + lines.joined() + "</table>"
  }
}

extension TypeDescriptor {
  static let layerTable = TypeDescriptor("LayerTable")
}
