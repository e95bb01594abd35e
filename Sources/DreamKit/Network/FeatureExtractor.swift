import Ground
import Synchronization

/// A network cut at chosen layers: the paper's `dream_model`, Keras' `Model(inputs=base_model.input, outputs=layers)`.
///
/// Everything behind the deepest layer is left out. Plans are made once for each image size and kept. Calls from several
/// threads wait for each other.
///
/// ```swift
/// let model = try FeatureExtractor(network: network, outputs: ["mixed3", "mixed4[..., 11]"])
/// let (loss, gradient) = try model.lossAndGradient(of: image, cancellation: Cancellation())
/// ```
///
/// Unchecked `Sendable`: `plans` is the only state that changes, and it is touched under `lock` alone.
public final class FeatureExtractor: @unchecked Sendable {
  /// The network that is cut.
  public let network: Network
  /// The outputs that are wanted, in order, as ``LayerOutput/description`` writes them: `mixed3`, `mixed4[..., 11]`.
  public let outputs: [String]
  /// The number of threads that compute, or nil for as many as ``Engine/threads`` says at the time.
  public let threads: Int?
  /// How freely sums may be computed.
  public let precision: Precision

  private let graph: Graph
  private let nodes: [Graph.NodeID]
  private let lock = Mutex(())
  private var plans: Plans
  private let digest = Mutex<String?>(nil)

  /// Cuts a network at its layers.
  ///
  /// - Throws: ``DreamError`` where a layer or a channel does not exist or the list is empty.
  public convenience init(
    network: Network, outputs: [LayerOutput], precision: Precision = .automatic, threads: Int? = nil
  ) throws(DreamError) {
    try self.init(network: network, outputs: outputs, precision: precision, threads: threads) {
      OneDNNBackend()
    }
  }

  /// Cuts a network at outputs written as ``LayerOutput/description`` writes them: `mixed3`, `mixed4[..., 11]`.
  public convenience init(
    network: Network, outputs: [String], precision: Precision = .automatic, threads: Int? = nil
  ) throws(DreamError) {
    try self.init(
      network: network, outputs: outputs.map(LayerOutput.init(parsing:)), precision: precision,
      threads: threads)
  }

  package init(
    network: Network, outputs: [LayerOutput], precision: Precision = .automatic, threads: Int? = nil,
    backend: () -> any Backend
  ) throws(DreamError) {
    guard !outputs.isEmpty else {
      throw DreamError(
        .invalidArgument, "A model needs at least one output layer.", remedy: "Name layers such as 'mixed3'.")
    }
    var complete = network.graph
    var ids: [Graph.NodeID] = []
    for output in outputs {
      let id = try network.node(of: output)
      ids.append(
        output.channels.map {
          complete.add(ChannelSlice(channels: $0), named: output.description, inputs: [id])
        } ?? id)
    }
    let backend = backend()
    self.network = network
    self.outputs = outputs.map(\.description)
    self.threads = threads
    self.precision = precision
    (graph, nodes) = complete.optimized(for: ids, by: backend.rewrites)
    plans = Plans(backend: backend)
  }

  /// The activations [height, width, channels] of each output.
  ///
  /// - Parameter image: [height, width, 3], RGB in [-1, 1].
  /// - Throws: ``DreamError`` where the image does not fit the network, or when interrupted.
  public func activations(of image: Tensor, cancellation: Cancellation) throws(DreamError) -> [Tensor] {
    try forward(image, cancellation: cancellation).activations
  }

  /// A forward pass, to be followed by a backward pass from any gradients of its activations.
  package func forward(_ image: Tensor, cancellation: Cancellation) throws(DreamError) -> ForwardPass {
    try withPlan(for: image) { (plan) throws(DreamError) in
      try plan.forward(image, cancellation: cancellation)
    }
  }

  /// The gradient of a forward pass's image, given that of each output. Nothing is computed again where no other image has
  /// been computed since.
  package func backward(
    _ pass: ForwardPass, from seeds: [Seed], cancellation: Cancellation
  ) throws(DreamError) -> Tensor {
    var gradient = Tensor(repeating: 0, shape: pass.image.shape)
    try withPlan(for: pass.image) { (plan) throws(DreamError) in
      try plan.backward(pass, from: seeds, into: &gradient, cancellation: cancellation)
    }
    return gradient
  }

  /// The paper's `calc_loss`: the mean activation of each output layer, summed over the layers.
  public func loss(of image: Tensor, cancellation: Cancellation) throws(DreamError) -> Float {
    try withPlan(for: image) { (plan) throws(DreamError) in
      try plan.loss(of: image, weights: equalWeights, cancellation: cancellation)
    }
  }

  /// The loss and its gradient with respect to the image, of the image's shape, not normalised.
  public func lossAndGradient(
    of image: Tensor, cancellation: Cancellation
  ) throws(DreamError) -> (loss: Float, gradient: Tensor) {
    var gradient = Tensor(repeating: 0, shape: image.shape)
    let loss = try loss(of: image, gradient: &gradient, cancellation: cancellation)
    return (loss, gradient)
  }

  /// The loss; `gradient`, a tensor of the image's shape, becomes its derivative.
  ///
  /// - Parameter weights: a factor for the mean of each output; 1 for all where nil.
  package func loss(
    of image: Tensor, weights: [Float]? = nil, gradient: inout Tensor, cancellation: Cancellation
  ) throws(DreamError) -> Float {
    try withPlan(for: image) { (plan) throws(DreamError) in
      try plan.loss(
        of: image, weights: weights ?? equalWeights, gradient: &gradient, cancellation: cancellation)
    }
  }

  /// The memory in bytes that the loss and the gradient of an image take, besides the network's weights, the image and
  /// the gradient. Nothing is computed, and the memory is not taken yet.
  ///
  /// - Throws: ``DreamError`` where the image is smaller than the network allows.
  public func workingMemory(height: Int, width: Int) throws(DreamError) -> Int {
    try withPlan(height: height, width: width) { (plan) throws(DreamError) in plan.workingMemory }
  }

  /// The time of every operation of the loss and its gradient: the median of several runs, in the order in which they are
  /// done.
  public func profile(
    of image: Tensor, runs: Int = 11, cancellation: Cancellation
  ) throws(DreamError) -> [StepTime] {
    try withPlan(for: image) { (plan) throws(DreamError) in
      var times: [[StepTime]] = []
      for _ in 0..<max(runs, 1) { times.append(try plan.profile(of: image, cancellation: cancellation)) }
      var result = times[0]
      for index in result.indices {
        result[index].seconds = times.map { $0[index].seconds }.sorted()[times.count / 2]
      }
      return result
    }
  }

  /// The SHA-256 digest of the parameters of every layer that the outputs depend on: networks with the same digest and
  /// the same outputs compute the same. It is worked out once, and reads those parameters.
  ///
  /// - Throws: ``DreamError`` where a parameter cannot be read, or when interrupted.
  public func weightsDigest(cancellation: Cancellation) throws(DreamError) -> String {
    if let known = digest.withLock({ $0 }) { return known }
    var needed = Set<Graph.NodeID>()
    for output in outputs { needed.insert(try network.node(of: LayerOutput(parsing: output))) }
    for (id, node) in network.graph.nodes.enumerated().reversed() where needed.contains(id) {
      needed.formUnion(node.inputs)
    }
    let names = Set(needed.map { network.graph.nodes[$0].name })
    let running = RunningDigest()
    for layer in network.graph.parameterShapes.map(\.layer) where names.contains(layer) {
      try cancellation.check()
      running.add(layer)
      for parameter in try network.parameters.parameters(of: layer) { running.add(parameter) }
    }
    let result = running.finish()
    digest.withLock { $0 = result }
    return result
  }

  // MARK: Implementation

  private var equalWeights: [Float] { outputs.map { _ in 1 } }

  /// The bytes that a plan could take now.
  var availableMemory: Int? { plans.backend.availableMemory }

  private func withPlan<Result>(
    for image: Tensor, _ body: (any Plan) throws(DreamError) -> Result
  ) throws(DreamError) -> Result {
    guard image.isImageShaped else { throw .notAnImage(image.shape) }
    let (height, width) = (image.shape[0], image.shape[1])
    try network.check(height: height, width: width)
    let isPlanned = lock.withLock { _ in plans.has(key(height, width)) }
    if !isPlanned { try checkMemory(height: height, width: width) }
    return try withPlan(height: height, width: width, body)
  }

  private func key(_ height: Int, _ width: Int) -> Plans.Key {
    Plans.Key(height: height, width: width, threads: threads ?? Engine.threads)
  }

  private func withPlan<Result>(
    height: Int, width: Int, _ body: (any Plan) throws(DreamError) -> Result
  ) throws(DreamError) -> Result {
    try network.check(height: height, width: width)
    let key = key(height, width)
    return try lock.withLock { (_) throws(DreamError) in
      try body(
        try plans.plan(for: key) { (backend) throws(DreamError) in
          try backend.makePlan(
            for: graph, outputs: nodes, parameters: network.parameters, height: height, width: width,
            precision: precision, threads: key.threads)
        })
    }
  }
}

/// The plans of one model, by image size and number of threads; those used last are kept.
private struct Plans {
  struct Key: Hashable {
    var height: Int
    var width: Int
    var threads: Int
  }

  /// Enough for the octaves of a dream and the four kinds of tiles at an image's edges.
  private static let most = 24

  let backend: any Backend
  private var plans: [Key: any Plan] = [:]
  private var order: [Key] = []

  init(backend: any Backend) { self.backend = backend }

  func has(_ key: Key) -> Bool { plans[key] != nil }

  mutating func plan(
    for key: Key, make: (any Backend) throws(DreamError) -> any Plan
  ) throws(DreamError) -> any Plan {
    order.removeAll { $0 == key }
    order.append(key)
    if let plan = plans[key] { return plan }
    let plan = try make(backend)
    plans[key] = plan
    if order.count > Self.most { plans[order.removeFirst()] = nil }
    return plan
  }
}
