import CKernels

/// Runs graphs on oneDNN and DreamKit's own kernels in float32.
///
/// The backend owns what its plans share: the packed weights, and one block of working memory, because only one plan
/// runs at a time.
package final class OneDNNBackend: Backend {
  private var weights: PackedWeights?
  private let memory = WorkingMemory()
  private let tuner: ConvolutionTuner

  package convenience init() { self.init(tuner: .shared) }

  init(tuner: ConvolutionTuner) { self.tuner = tuner }

  package static let rewrites: [Rewrite] = [.fusing, .poolingLate]
  package var rewrites: [Rewrite] { Self.rewrites }

  package func makePlan(
    for graph: Graph, outputs: [Graph.NodeID], parameters: any ParameterStore, height: Int, width: Int,
    precision: Precision, threads: Int
  ) throws(DreamError) -> any Plan {
    dk_set_threads(Int32(threads))
    let schedule = try Schedule(
      graph: graph, outputs: outputs, height: height, width: width, rules: OneDNNRules(block: Int(dk_block()))
    )
    let weights = weights ?? PackedWeights(prepared: PreparedWeights(for: parameters))
    self.weights = weights
    let context = KernelContext(
      parameters: parameters, precision: precision, threads: threads, tuner: tuner, weights: weights)
    var kernels: [StepKernel] = []
    for step in schedule.forward + schedule.backward { kernels.append(try kernel(for: step, in: context)) }
    tuner.save()
    try pack(zip(schedule.forward + schedule.backward, kernels).map { ($0, $1) }, in: context)
    return OneDNNPlan(schedule: schedule, kernels: kernels, memory: memory, threads: threads)
  }

  // MARK: Implementation

  /// The kernel that computes a step.
  private func kernel(for step: Step, in context: KernelContext) throws(DreamError) -> StepKernel {
    switch step.kind {
    case .seed: return .seed(step)
    case .zero: return .zero(step)
    case .copy: return .copy(step)
    case .forward, .backward: break
    }
    guard let operation = step.operation as? any OneDNNOperation else {
      throw DreamError(.backend, "There is no kernel for '\(step.layer)' (\(step.operation.kerasName)).")
    }
    return try operation.kernel(for: step, in: context)
  }

  /// Packs the weights for the convolutions that were chosen. Each layer's parameters are read once at most, and those of
  /// one layer at a time.
  private func pack(_ work: [(step: Step, kernel: StepKernel)], in context: KernelContext) throws(DreamError)
  {
    let users = Dictionary(grouping: work.filter { $0.kernel.convolution != nil }, by: \.step.layer)
    for (first, _) in work where first.kind == .forward {
      guard let convolution = first.operation as? Convolution, let users = users[first.layer] else {
        continue
      }
      try context.weights.prepare(
        first.layer, recipe: ConvolutionParameters.recipe(of: first.layer, convolution),
        for: users.compactMap(\.kernel.convolution),
        biasCount: first.writes[0].floats.count / first.writes[0].pixels
      ) { () throws(DreamError) in
        try ConvolutionParameters(of: first.layer, convolution, from: context.parameters)
      }
    }
  }
}

/// What the operations' kernels ask of a schedule.
struct OneDNNRules: SchedulingRules {
  let block: Int

  func readsPlanes(_ operation: any Operation) -> Bool {
    (operation as? any OneDNNOperation).map { type(of: $0).readsPlanes } ?? false
  }

  func accumulates(_ operation: any Operation) -> Bool {
    (operation as? any OneDNNOperation).map { type(of: $0).accumulates } ?? false
  }

  func workspace(of operation: any Operation, from inputs: [Shape], to output: Shape) throws(DreamError)
    -> Int
  {
    guard let operation = operation as? any OneDNNOperation, let input = inputs.first else { return 0 }
    return try operation.workspace(from: input, to: output)
  }
}
