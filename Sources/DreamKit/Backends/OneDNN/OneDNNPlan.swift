import CDreamShims

/// A recipe tied to memory. One thread at a time, and one plan at a time of those that share memory.
final class OneDNNPlan: Plan {
  private let recipe: Recipe
  private let placement: MemoryPlanner
  private let memory: SharedMemory
  private let threads: Int
  private var bound:
    (block: AlignedMemory, bases: Recipe.Memory, forward: [Recipe.Run], backward: [Recipe.Run])?

  init(recipe: Recipe, memory: SharedMemory, threads: Int) {
    self.recipe = recipe
    self.memory = memory
    self.threads = threads
    placement = recipe.planMemory()
  }

  var workingMemory: Int { placement.size }

  func activations(of image: Tensor, cancellation: Cancellation) throws(DreamError) -> [Tensor] {
    let bases = try forward(image, cancellation)
    return recipe.outputs.map { output in
      let (pixels, channels) = (output.shape[0] * output.shape[1], output.shape[2])
      let values = [Float](unsafeUninitializedCapacity: output.shape.count) { plain, count in
        dk_unblock(bases[output.region], plain.baseAddress, channels, recipe.block, pixels)
        count = output.shape.count
      }
      return Tensor(shape: output.shape, values: values)
    }
  }

  func loss(of image: Tensor, cancellation: Cancellation) throws(DreamError) -> Float {
    mean(try forward(image, cancellation))
  }

  func loss(
    of image: Tensor, gradient: inout Tensor, cancellation: Cancellation
  ) throws(DreamError) -> Float {
    let bases = try forward(image, cancellation)
    let loss = mean(bases)
    let failure = gradient.values.withUnsafeMutableBufferPointer { values -> DreamError? in
      recipe.ports.gradient = values.baseAddress
      defer { recipe.ports.gradient = nil }
      return Self.run(bound?.backward ?? [], cancellation)
    }
    if let failure { throw failure }
    return loss
  }

  func profile(of image: Tensor, cancellation: Cancellation) throws(DreamError) -> [StepTime] {
    var gradient = Tensor(repeating: 0, shape: image.shape)
    _ = try loss(of: image, gradient: &gradient, cancellation: cancellation)
    guard let bound else { return [] }
    var times: [StepTime] = []
    let failure = gradient.values.withUnsafeMutableBufferPointer { target -> DreamError? in
      image.values.withUnsafeBufferPointer { source -> DreamError? in
        recipe.ports.image = source.baseAddress
        recipe.ports.gradient = target.baseAddress
        defer { (recipe.ports.image, recipe.ports.gradient) = (nil, nil) }
        do throws(DreamError) {
          for (isBackward, steps, runs) in [
            (false, recipe.forward, bound.forward), (true, recipe.backward, bound.backward),
          ] {
            for (step, run) in zip(steps, runs) {
              try cancellation.check()
              let start = Stopwatch.now
              try run()
              times.append(
                StepTime(
                  layer: step.layer, isBackward: isBackward, work: step.work, operations: step.operations,
                  seconds: Stopwatch.now - start))
            }
          }
          return nil
        } catch { return error }
      }
    }
    if let failure { throw failure }
    return times
  }

  // MARK: Implementation

  private func forward(_ image: Tensor, _ cancellation: Cancellation) throws(DreamError) -> Recipe.Memory {
    dk_set_threads(Int32(threads))
    let (bases, steps) = try bind()
    let failure = image.values.withUnsafeBufferPointer { values -> DreamError? in
      recipe.ports.image = values.baseAddress
      defer { recipe.ports.image = nil }
      return Self.run(steps, cancellation)
    }
    if let failure { throw failure }
    return bases
  }

  /// Runs steps until one fails or stopping is asked for.
  private static func run(_ steps: [Recipe.Run], _ cancellation: Cancellation) -> DreamError? {
    do throws(DreamError) {
      for step in steps {
        try cancellation.check()
        try step()
      }
      return nil
    } catch {
      return error
    }
  }

  /// Ties the steps to the shared memory where that has not happened, or where the memory has moved.
  private func bind() throws(DreamError) -> (bases: Recipe.Memory, forward: [Recipe.Run]) {
    let block = try memory.reserve(placement.size)
    if let bound, bound.block === block { return (bound.bases, bound.forward) }
    bound = nil
    let bases = Recipe.Memory(bases: placement.offsets.map { block.base + $0 })
    var runs: [[Recipe.Run]] = [[], []]
    for (way, steps) in [recipe.forward, recipe.backward].enumerated() {
      for step in steps { runs[way].append(try step.bind(bases)) }
    }
    bound = (block, bases, runs[0], runs[1])
    return (bases, runs[0])
  }

  /// The sum of the outputs' means; the channels that only fill a block are 0.
  private func mean(_ bases: Recipe.Memory) -> Float {
    let means = recipe.outputs.map {
      dk_sum(bases[$0.region], $0.region.floats.count) / Double($0.shape.count)
    }
    return Float(means.reduce(0, +))
  }
}
