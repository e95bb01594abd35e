import CDreamShims
import Ground

/// A recipe tied to memory. One thread at a time, and one plan at a time of those that share memory.
final class OneDNNPlan: Plan {
  private let recipe: Recipe
  private let placement: MemoryPlanner
  private let memory: WorkingMemory
  private let threads: Int
  private var bound: Bound?

  init(recipe: Recipe, memory: WorkingMemory, threads: Int) {
    self.recipe = recipe
    self.memory = memory
    self.threads = threads
    placement = recipe.planMemory()
  }

  var workingMemory: Int { placement.size }

  func activations(of image: Tensor, cancellation: Cancellation) throws(DreamError) -> [Tensor] {
    try withBound { (bound) throws(DreamError) in
      try run(bound.forward, image, cancellation)
      return recipe.outputs.map { output in
        let (pixels, channels) = (output.shape[0] * output.shape[1], output.shape[2])
        let values = [Float](unsafeUninitializedCapacity: output.shape.count) { plain, count in
          dk_unblock(bound.bases[output.region], plain.baseAddress, channels, recipe.block, pixels)
          count = output.shape.count
        }
        return Tensor(shape: output.shape, values: values)
      }
    }
  }

  func loss(of image: Tensor, cancellation: Cancellation) throws(DreamError) -> Float {
    try withBound { (bound) throws(DreamError) in
      try run(bound.forward, image, cancellation)
      return mean(bound.bases)
    }
  }

  func loss(
    of image: Tensor, gradient: inout Tensor, cancellation: Cancellation
  ) throws(DreamError) -> Float {
    try withBound { (bound) throws(DreamError) in
      try run(bound.forward, image, cancellation)
      let loss = mean(bound.bases)
      try run(bound.backward, image, into: &gradient, cancellation)
      return loss
    }
  }

  func profile(of image: Tensor, cancellation: Cancellation) throws(DreamError) -> [StepTime] {
    try withBound { (bound) throws(DreamError) in
      var gradient = Tensor(repeating: 0, shape: image.shape)
      var times: [StepTime] = []
      for (isBackward, steps, runs) in [
        (false, recipe.forward, bound.forward), (true, recipe.backward, bound.backward),
      ] {
        for (step, single) in zip(steps, runs) {
          let start = Clock.now
          try run([single], image, into: &gradient, cancellation)
          times.append(
            StepTime(
              layer: step.layer, isBackward: isBackward, work: step.work, operations: step.operations,
              seconds: Clock.now - start))
        }
      }
      return times
    }
  }

  // MARK: Implementation

  /// The steps tied to a block of memory.
  private struct Bound {
    let block: AlignedMemory
    let bases: Recipe.Memory
    let forward: [Recipe.Run]
    let backward: [Recipe.Run]
  }

  /// Lends the steps tied to the shared memory; they are tied where that has not happened, or where the memory has moved.
  private func withBound<Result>(
    _ body: (Bound) throws(DreamError) -> Result
  ) throws(DreamError) -> Result {
    dk_set_threads(Int32(threads))
    return try memory.lend(placement.size) { (block) throws(DreamError) in
      if let bound, bound.block === block { return try body(bound) }
      bound = nil
      let bases = Recipe.Memory(bases: placement.offsets.map { block.base + $0 })
      var runs: [[Recipe.Run]] = [[], []]
      for (way, steps) in [recipe.forward, recipe.backward].enumerated() {
        for step in steps { runs[way].append(try step.bind(bases)) }
      }
      let new = Bound(block: block, bases: bases, forward: runs[0], backward: runs[1])
      bound = new
      return try body(new)
    }
  }

  /// Runs steps of the way forward.
  private func run(
    _ steps: [Recipe.Run], _ image: Tensor, _ cancellation: Cancellation
  ) throws(DreamError) {
    var nothing = Tensor(repeating: 0, shape: [0])
    try run(steps, image, into: &nothing, cancellation)
  }

  /// Runs steps until one fails or stopping is asked for.
  private func run(
    _ steps: [Recipe.Run], _ image: Tensor, into gradient: inout Tensor, _ cancellation: Cancellation
  ) throws(DreamError) {
    let failure = gradient.values.withUnsafeMutableBufferPointer { target -> DreamError? in
      image.values.withUnsafeBufferPointer { source -> DreamError? in
        (recipe.ports.image, recipe.ports.gradient) = (source.baseAddress, target.baseAddress)
        defer { (recipe.ports.image, recipe.ports.gradient) = (nil, nil) }
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
    }
    if let failure { throw failure }
  }

  /// The sum of the outputs' means; the channels that only fill a block are 0.
  private func mean(_ bases: Recipe.Memory) -> Float {
    let means = recipe.outputs.map {
      dk_sum(bases[$0.region], $0.region.floats.count) / Double($0.shape.count)
    }
    return Float(means.reduce(0, +))
  }
}
