import CKernels
import Ground

/// A schedule with its kernels, tied to memory. One thread at a time, and one plan at a time of those that share memory.
final class OneDNNPlan: Plan {
  private let schedule: Schedule
  /// The kernels of the forward pass, then those of the backward pass.
  private let kernels: [StepKernel]
  private let placement: MemoryPlan
  private let memory: WorkingMemory
  private let threads: Int
  private var bound: Bound?
  /// The last forward pass that was kept for a backward pass.
  private weak var pass: ForwardPass?

  init(schedule: Schedule, kernels: [StepKernel], memory: WorkingMemory, threads: Int) {
    self.schedule = schedule
    self.kernels = kernels
    self.memory = memory
    self.threads = threads
    placement = MemoryPlan(schedule, scratch: kernels.map(\.scratch))
  }

  var workingMemory: Int { placement.size }

  func forward(_ image: Tensor, cancellation: Cancellation) throws(DreamError) -> ForwardPass {
    try withBound { (bound, _) throws(DreamError) in
      try run(bound.forward, image, cancellation)
      let pass = ForwardPass(
        image: image,
        activations: schedule.outputs.map { output in
          let values = [Float](unsafeUninitializedCapacity: output.shape.count) { plain, count in
            // A tensor is one block of all channels.
            dk_copy_channels(
              plain.baseAddress, 0, output.shape[2], bound[output], 0, output.block, output.shape[2],
              output.pixels, 0)
            count = output.shape.count
          }
          return Tensor(shape: output.shape, values: values)
        })
      self.pass = pass
      memory.content = pass
      return pass
    }
  }

  func backward(
    _ pass: ForwardPass, from seeds: [Seed], into gradient: inout Tensor, cancellation: Cancellation
  ) throws(DreamError) {
    try schedule.check(seeds)
    try withBound { (bound, content) throws(DreamError) in
      // The memory may hold what another plan, or another pass of this one, left there.
      if self.pass !== pass || content !== pass { try run(bound.forward, pass.image, cancellation) }
      try run(bound.backward, pass.image, seeds, into: &gradient, cancellation)
    }
  }

  func loss(of image: Tensor, weights: [Float], cancellation: Cancellation) throws(DreamError) -> Float {
    try withBound { (bound, _) throws(DreamError) in
      try run(bound.forward, image, cancellation)
      return mean(bound, weights)
    }
  }

  func loss(
    of image: Tensor, weights: [Float], gradient: inout Tensor, cancellation: Cancellation
  ) throws(DreamError) -> Float {
    try withBound { (bound, _) throws(DreamError) in
      try run(bound.forward, image, cancellation)
      let loss = mean(bound, weights)
      try run(bound.backward, image, weights.map { .mean(weight: $0) }, into: &gradient, cancellation)
      return loss
    }
  }

  func profile(of image: Tensor, cancellation: Cancellation) throws(DreamError) -> [StepTime] {
    try withBound { (bound, _) throws(DreamError) in
      let seeds = schedule.outputs.map { _ in Seed.mean(weight: 1) }
      var gradient = Tensor(repeating: 0, shape: image.shape)
      var times: [StepTime] = []
      for (index, step) in (schedule.forward + schedule.backward).enumerated() {
        let start = Clock.now
        try run(bound.runs[index...index], image, seeds, into: &gradient, cancellation)
        times.append(
          StepTime(
            layer: step.layer, isBackward: index >= schedule.forward.count, work: kernels[index].work,
            operations: step.operations, seconds: Clock.now - start))
      }
      return times
    }
  }

  // MARK: Implementation

  /// The steps tied to a block of memory.
  private struct Bound {
    let block: AlignedMemory
    /// The first byte of each buffer.
    let bases: [UnsafeMutableRawPointer]
    let runs: [Run]
    /// The number of steps of the forward pass.
    let count: Int

    var forward: ArraySlice<Run> { runs[..<count] }
    var backward: ArraySlice<Run> { runs[count...] }

    init(
      _ schedule: Schedule, _ kernels: [StepKernel], _ placement: MemoryPlan, in block: AlignedMemory
    ) throws(DreamError) {
      let bases = placement.buffers.map { block.base + $0 }
      func pointer(_ region: Region) -> UnsafeMutablePointer<Float> { Self.pointer(region, bases) }
      var runs: [Run] = []
      for (index, step) in (schedule.forward + schedule.backward).enumerated() {
        runs.append(
          try kernels[index].bind(
            StepMemory(
              reads: step.reads.map(pointer), writes: step.writes.map(pointer),
              scratch: placement.scratch[index].map { block.base + $0 })))
      }
      (self.block, self.bases, self.runs, count) = (block, bases, runs, schedule.forward.count)
    }

    subscript(region: Region) -> UnsafeMutablePointer<Float> { Self.pointer(region, bases) }

    private static func pointer(
      _ region: Region, _ bases: [UnsafeMutableRawPointer]
    ) -> UnsafeMutablePointer<Float> {
      bases[region.buffer].assumingMemoryBound(to: Float.self) + region.floats.lowerBound
    }
  }

  /// Lends the steps tied to the shared memory, and what that holds; they are tied where that has not happened, or where
  /// the memory has moved.
  private func withBound<Result>(
    _ body: (Bound, _ content: AnyObject?) throws(DreamError) -> Result
  ) throws(DreamError) -> Result {
    dk_set_threads(Int32(threads))
    return try memory.lend(placement.size) { (block, content) throws(DreamError) in
      if let bound, bound.block === block { return try body(bound, content) }
      bound = nil
      let new = try Bound(schedule, kernels, placement, in: block)
      bound = new
      return try body(new, content)
    }
  }

  /// Runs steps of the forward pass.
  private func run(
    _ steps: ArraySlice<Run>, _ image: Tensor, _ cancellation: Cancellation
  ) throws(DreamError) {
    var nothing = Tensor(repeating: 0, shape: [0])
    try run(steps, image, [], into: &nothing, cancellation)
  }

  /// Runs steps until one fails or stopping is asked for.
  private func run(
    _ steps: ArraySlice<Run>, _ image: Tensor, _ seeds: [Seed], into gradient: inout Tensor,
    _ cancellation: Cancellation
  ) throws(DreamError) {
    let failure = gradient.values.withUnsafeMutableBufferPointer { target -> DreamError? in
      image.values.withUnsafeBufferPointer { source -> DreamError? in
        let inputs = RunInputs(image: source.baseAddress, gradient: target.baseAddress, seeds: seeds)
        do throws(DreamError) {
          for step in steps {
            try cancellation.check()
            try step(inputs)
          }
          return nil
        } catch {
          return error
        }
      }
    }
    if let failure { throw failure }
  }

  /// The sum of the outputs' weighted means; the channels that only fill a block are 0.
  private func mean(_ bound: Bound, _ weights: [Float]) -> Float {
    let means = zip(schedule.outputs, weights).map { output, weight in
      Double(weight) * (dk_sum(bound[output], output.floats.count) / Double(output.shape.count))
    }
    return Float(means.reduce(0, +))
  }
}

extension Schedule {
  /// - Throws: ``DreamError`` where seeds do not fit the outputs.
  fileprivate func check(_ seeds: [Seed]) throws(DreamError) {
    guard seeds.count == outputs.count else {
      throw DreamError(.invalidArgument, "\(seeds.count) gradients do not fit \(outputs.count) outputs.")
    }
    for (seed, output) in zip(seeds, outputs) {
      guard case .gradient(let tensor) = seed, tensor.shape != output.shape else { continue }
      throw DreamError(
        .invalidArgument,
        "A gradient of shape \(tensor.shape) does not fit an output of shape \(output.shape).")
    }
  }
}
