import CDreamShims

/// Runs graphs on oneDNN in float32.
///
/// The backend owns what its plans share: the packed weights, and one block of working memory, because only one plan
/// runs at a time.
package final class OneDNNBackend: Backend {
  private let weights = PackedWeights()
  private let memory = SharedMemory()

  private let tuner: ConvolutionTuner

  package init() { tuner = .shared }

  package func makePlan(
    for graph: Graph, outputs: [Graph.NodeID], parameters: any ParameterStore, height: Int, width: Int,
    precision: Precision, threads: Int
  ) throws(DreamError) -> any Plan {
    let shapes = try graph.outputShapes(height: height, width: width)
    dk_set_threads(Int32(threads))
    let layout = try PlanLayout(graph: graph, shapes: shapes, block: Int(dk_block()))
    var builder = PlanBuilder(
      graph: graph, outputs: outputs, shapes: shapes, layout: layout, weights: weights,
      parameters: parameters,
      precision: precision, threads: threads, tuner: tuner)
    return OneDNNPlan(recipe: try builder.build(), memory: memory, threads: threads)
  }
}

/// One block of working memory that grows to the largest plan's need.
final class SharedMemory {
  private var block: AlignedMemory?

  /// A block of at least `size` bytes; a new one, with nothing kept, where the old one was smaller.
  func reserve(_ size: Int) throws(DreamError) -> AlignedMemory {
    if let block, block.size >= size { return block }
    block = nil
    let new = try AlignedMemory(size: size)
    block = new
    return new
  }
}
