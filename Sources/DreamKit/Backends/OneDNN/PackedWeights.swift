/// The kernels of one network in the layouts that oneDNN asked for, shared by the plans of all image sizes.
final class PackedWeights {
  /// Which way a convolution runs.
  enum Direction: Hashable { case forward, backward }

  private struct Key: Hashable {
    var layer: String
    var direction: Direction
  }

  private var kernels: [Key: [(primitive: OneDNNPrimitive, memory: AlignedMemory)]] = [:]
  private var biases: [String: AlignedMemory] = [:]

  /// The packed kernel and the bias for a convolution; read, folded and packed where this is the first to ask.
  ///
  /// - Parameter parameters: reads the layer's parameters; called once at most.
  func weights(
    for primitive: OneDNNPrimitive, layer: String, _ direction: Direction,
    parameters: () throws(DreamError) -> ConvolutionParameters
  ) throws(DreamError) -> (kernel: AlignedMemory, bias: AlignedMemory) {
    let key = Key(layer: layer, direction: direction)
    if let bias = biases[layer] {
      for known in kernels[key, default: []] where known.primitive.sharesWeights(with: primitive) {
        return (known.memory, bias)
      }
    }
    let parameters = try parameters()
    let kernel = try AlignedMemory(size: primitive.weightsSize)
    try primitive.pack(parameters.kernel, into: kernel.floats)
    kernels[key, default: []].append((primitive, kernel))
    if let bias = biases[layer] { return (kernel, bias) }
    let bias = try Self.copy(parameters.bias)
    biases[layer] = bias
    return (kernel, bias)
  }

  /// Numbers copied to aligned memory, zeros behind them up to a whole block.
  static func copy(_ values: [Float]) throws(DreamError) -> AlignedMemory {
    let padded = values + [Float](repeating: 0, count: 16)
    let memory = try AlignedMemory(size: padded.count * MemoryLayout<Float>.stride)
    memory.floats.initialize(from: padded, count: padded.count)
    return memory
  }
}
