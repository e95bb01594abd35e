/// Where each layer's activations lie: which buffer, and which part of it.
///
/// Layers that end in a concatenation write straight into its buffer: with batch 1 a range of whole blocks of channels
/// is contiguous, so neither a concatenation nor its gradient copies anything.
struct PlanLayout {
  /// The channels in a block.
  let block: Int
  /// The region of each node's activations.
  let regions: [Region]
  /// The size of each buffer in floats.
  let sizes: [Int]

  /// - Throws: ``DreamError`` for a graph whose concatenations cannot be laid out so.
  init(graph: Graph, shapes: [Shape], block: Int) throws(DreamError) {
    self.block = block
    var regions = [Region?](repeating: nil, count: graph.nodes.count)
    var sizes: [Int] = []
    for (id, node) in graph.nodes.enumerated().reversed() {
      let region = regions[id] ?? Region(buffer: sizes.count, floats: 0..<Self.count(node, shapes[id], block))
      if regions[id] == nil { sizes.append(region.floats.count) }
      regions[id] = region
      guard case .concatenation = node.operation else { continue }
      var first = region.floats.lowerBound
      for (position, input) in node.inputs.enumerated() {
        let isWhole = shapes[input][2] % block == 0 || position == node.inputs.count - 1
        guard isWhole, regions[input] == nil, input != 0 else {
          throw DreamError(
            .invalidArgument,
            "The layer '\(node.name)' joins '\(graph.nodes[input].name)' in a way that this engine does not support.",
            remedy: "Each joined layer needs a multiple of \(block) channels and may be joined once.")
        }
        let count = Self.count(graph.nodes[input], shapes[input], block)
        regions[input] = Region(buffer: region.buffer, floats: first..<(first + count))
        first += count
      }
    }
    self.regions = regions.compactMap { $0 }
    self.sizes = sizes
  }

  /// The floats of a node's activations: three planes for the image, whole blocks of channels for a layer.
  private static func count(_ node: Graph.Node, _ shape: Shape, _ block: Int) -> Int {
    if case .input = node.operation { return shape.count }
    return (shape[2] + block - 1) / block * block * shape[0] * shape[1]
  }
}
