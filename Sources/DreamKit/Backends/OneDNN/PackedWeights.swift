/// The kernels and biases of one network in the layouts that were asked for, shared by the plans of all image sizes.
final class PackedWeights {
  private struct Key: Hashable {
    var layer: String
    var layout: WeightsLayout
  }

  private var kernels: [Key: AlignedMemory] = [:]
  private var biases: [String: AlignedMemory] = [:]

  /// Packs a layer's weights for kernels, where that has not happened yet.
  ///
  /// - Parameter parameters: reads and folds the layer's parameters; called once at most.
  func prepare(
    _ layer: String, for users: [any ConvolutionKernel],
    parameters: () throws(DreamError) -> ConvolutionParameters
  ) throws(DreamError) {
    let missing = users.filter { kernels[Key(layer: layer, layout: $0.weightsLayout)] == nil }
    if missing.isEmpty && biases[layer] != nil { return }
    let own = try parameters()
    for user in missing {
      let memory = try AlignedMemory(size: user.weightsSize)
      try user.pack(user.weightsLayout.isFlipped ? own.flippedKernel : own.kernel, into: memory.floats)
      kernels[Key(layer: layer, layout: user.weightsLayout)] = memory
    }
    biases[layer] = try Self.copy(own.bias)
  }

  /// A layer's kernel in a layout that it was prepared in.
  func kernel(_ layer: String, _ layout: WeightsLayout) -> UnsafeMutablePointer<Float>? {
    kernels[Key(layer: layer, layout: layout)]?.floats
  }

  /// The bias of a layer that was prepared.
  func bias(_ layer: String) -> UnsafeMutablePointer<Float>? { biases[layer]?.floats }

  /// Numbers copied to aligned memory, zeros behind them up to a whole block.
  static func copy(_ values: [Float]) throws(DreamError) -> AlignedMemory {
    let padded = values + [Float](repeating: 0, count: 16)
    let memory = try AlignedMemory(size: padded.count * MemoryLayout<Float>.stride)
    memory.floats.initialize(from: padded, count: padded.count)
    return memory
  }
}
