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

  package func makePlan(
    for graph: Graph, outputs: [Graph.NodeID], parameters: any ParameterStore, height: Int, width: Int,
    precision: Precision, threads: Int
  ) throws(DreamError) -> any Plan {
    let shapes = try graph.outputShapes(height: height, width: width)
    dk_set_threads(Int32(threads))
    let layout = try PlanLayout(graph: graph, shapes: shapes, block: Int(dk_block()))
    let weights = weights ?? PackedWeights(prepared: PreparedWeights(for: parameters))
    self.weights = weights
    var builder = PlanBuilder(
      graph: graph, outputs: outputs, shapes: shapes, layout: layout, weights: weights,
      parameters: parameters,
      precision: precision, threads: threads, tuner: tuner)
    return OneDNNPlan(recipe: try builder.build(), memory: memory, threads: threads)
  }
}
