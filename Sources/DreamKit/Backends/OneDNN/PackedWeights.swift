/// The kernels and biases of one network in the layouts that were asked for, shared by the plans of all image sizes.
final class PackedWeights {
  private struct Key: Hashable {
    var layer: String
    var layout: WeightsLayout
  }

  private let prepared: PreparedWeights?
  private var kernels: [Key: PackedFloats] = [:]
  private var biases: [String: PackedFloats] = [:]

  /// - Parameter prepared: where packed weights are kept for later starts, or nil.
  init(prepared: PreparedWeights?) { self.prepared = prepared }

  /// Packs a layer's weights for kernels, where that has not happened yet.
  ///
  /// - Parameters:
  ///   - recipe: what the folded numbers depend on: ``ConvolutionParameters/recipe(of:_:)``.
  ///   - biasCount: the number of filters, in complete blocks.
  ///   - parameters: reads and folds the layer's parameters; called once at most, and only where something is missing.
  func prepare(
    _ layer: String, recipe: String, for users: [any ConvolutionKernel], biasCount: Int,
    parameters: () throws(DreamError) -> ConvolutionParameters
  ) throws(DreamError) {
    var read: ConvolutionParameters?
    func own() throws(DreamError) -> ConvolutionParameters {
      if let read { return read }
      let own = try parameters()
      read = own
      return own
    }
    for user in users {
      let key = Key(layer: layer, layout: user.weightsLayout)
      if kernels[key] != nil { continue }
      let name = "\(recipe) \(user.weightsLayout.isFlipped ? "flipped" : "plain") \(user.weightsLayout.code)"
      kernels[key] = try floats(name, count: user.weightsSize / MemoryLayout<Float>.stride) {
        (memory) throws(DreamError) in
        let own = try own()
        try user.pack(user.weightsLayout.isFlipped ? own.flippedKernel : own.kernel, into: memory)
      }
    }
    if biases[layer] == nil {
      biases[layer] = try floats("\(recipe) bias", count: biasCount) { (memory) throws(DreamError) in
        let bias = try own().bias
        memory.update(repeating: 0, count: biasCount)
        memory.update(from: bias, count: bias.count)
      }
    }
  }

  /// A layer's kernel in a layout that it was prepared in.
  func kernel(_ layer: String, _ layout: WeightsLayout) -> UnsafeMutablePointer<Float>? {
    kernels[Key(layer: layer, layout: layout)]?.floats
  }

  /// The bias of a layer that was prepared.
  func bias(_ layer: String) -> UnsafeMutablePointer<Float>? { biases[layer]?.floats }

  // MARK: Implementation

  /// What is kept under a name, or else what `fill` writes, kept from now on.
  private func floats(
    _ name: String, count: Int, fill: (UnsafeMutablePointer<Float>) throws(DreamError) -> Void
  ) throws(DreamError) -> PackedFloats {
    if let known = prepared?.floats(name, count: count) { return known }
    let memory = try AlignedMemory(size: count * MemoryLayout<Float>.stride)
    try fill(memory.floats)
    return prepared?.keep(memory.floats, count: count, as: name)
      ?? PackedFloats(floats: memory.floats, owner: memory)
  }
}
