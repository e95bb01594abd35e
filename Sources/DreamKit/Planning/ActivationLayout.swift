/// What planning must know of the backend that is to run a schedule.
protocol SchedulingRules {
  /// The channels in a block of activations.
  var block: Int { get }
  /// Whether an operation reads the image in planes.
  func readsPlanes(_ operation: any Operation) -> Bool
  /// Whether the backward kernels of an operation can add to what their target holds.
  func accumulates(_ operation: any Operation) -> Bool
  /// The bytes that the forward kernel of an operation leaves for the backward kernel, which then reads no activations; 0
  /// where it leaves nothing.
  func workspace(of operation: any Operation, from inputs: [Shape], to output: Shape) throws(DreamError)
    -> Int
}

/// Where each layer's activations lie: which buffer, and which part of it.
///
/// Layers that end in a concatenation write straight into its buffer where that is possible: with batch 1 a range of
/// complete blocks of channels is contiguous, so neither the concatenation nor its gradient copies anything. The others,
/// with a number of channels that leaves a block unfilled, joined twice, or in planes, are copied.
struct ActivationLayout {
  /// The region of each node's activations.
  let regions: [Region]
  /// The size of each buffer in floats.
  let sizes: [Int]
  /// For each node the channels that have to be copied.
  let copies: [[ChannelMovement]]

  init(graph: Graph, shapes: [Shape], rules: some SchedulingRules) {
    let consumers = graph.consumers
    var regions = [Region?](repeating: nil, count: graph.nodes.count)
    var copies = [[ChannelMovement]](repeating: [], count: graph.nodes.count)
    var sizes: [Int] = []
    /// The image stays in planes where all its readers take it so.
    func block(of id: Graph.NodeID) -> Int {
      let takePlanes = consumers[id].allSatisfy {
        let operation = graph.nodes[$0].operation
        return operation is any ChannelMoving || rules.readsPlanes(operation)
      }
      return graph.nodes[id].inputs.isEmpty && takePlanes ? 1 : rules.block
    }
    for (id, node) in graph.nodes.enumerated().reversed() {
      let region =
        regions[id] ?? Region(buffer: sizes.count, first: 0, shape: shapes[id], block: block(of: id))
      if regions[id] == nil { sizes.append(region.floats.count) }
      regions[id] = region
      guard let moving = node.operation as? any ChannelMoving else { continue }
      let movements = moving.movements(of: node.inputs.map { shapes[$0] })
      for movement in movements {
        let (input, target) = (node.inputs[movement.input], movement.target)
        let fills = target.upperBound % region.block == 0 || target.upperBound == shapes[id][2]
        if regions[input] == nil, movement.source == 0..<shapes[input][2], block(of: input) == region.block,
          target.lowerBound % region.block == 0, fills
        {
          regions[input] = Region(
            buffer: region.buffer, first: region.floats.lowerBound + target.lowerBound * region.pixels,
            shape: shapes[input], block: region.block)
        } else {
          copies[id].append(movement)
        }
      }
    }
    self.regions = regions.compactMap { $0 }
    self.sizes = sizes
    self.copies = copies
  }
}
