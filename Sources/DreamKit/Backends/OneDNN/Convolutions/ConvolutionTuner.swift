import Glibc
import Ground
import Synchronization

/// Chooses how convolutions are computed: by measuring once, and remembering the choice in a file of the cache, one for
/// each processor and version of the library, which all processes share.
///
/// A choice that stands is never made again, so that the same image gives the same bits in every run.
final class ConvolutionTuner: Sendable {
  /// The tuner that remembers in the cache's folder `engine`.
  static let shared = ConvolutionTuner(path: { () throws(DreamError) in
    let name = "\(Processor.identity)-\(version)-onednn-\(Engine.oneDNNVersion).txt"
    return try withFiles(try Folders.cache("engine")) + "/" + name
  })

  /// Counts up when there are other ways to choose from.
  private static let version = "v3"

  private let path: @Sendable () throws(DreamError) -> String
  private let choose: @Sendable ([ConvolutionStep]) throws(DreamError) -> ConvolutionAlgorithm
  private let state = Mutex(State())

  /// - Parameters:
  ///   - path: where the choices are kept; where it throws they are kept in memory alone.
  ///   - choose: picks one of the steps that compute a task, which are at least two; by default the fastest.
  init(
    path: @escaping @Sendable () throws(DreamError) -> String,
    choose: @escaping @Sendable ([ConvolutionStep]) throws(DreamError) -> ConvolutionAlgorithm = {
      (steps) throws(DreamError) in try fastest(of: steps)
    }
  ) {
    self.path = path
    self.choose = choose
  }

  /// The step that computes a task.
  ///
  /// - Throws: ``DreamError`` where nothing computes it.
  func step(for task: ConvolutionTask, precision: Precision) throws(DreamError) -> ConvolutionStep {
    let candidates = ConvolutionAlgorithm.allCases.filter { precision == .automatic || $0.isExact }
    let possible = candidates.compactMap { algorithm in
      algorithm.makeKernel(for: task).map {
        ConvolutionStep(task: task, algorithm: algorithm, kernel: $0)
      }
    }
    // Reference loops take seconds for what others do in milliseconds: too long to be measured even once.
    let fast = possible.filter { !$0.kernel.isReference }
    let steps = fast.isEmpty ? possible : fast
    guard let first = steps.first else {
      throw DreamError(
        .backend, "oneDNN \(Engine.oneDNNVersion) computes no convolution of this kind (\(task.signature)).")
    }
    if steps.count == 1 { return first }
    let key = (precision == .exact ? "exact " : "") + task.signature
    let chosen = try state.withLock { (state) throws(DreamError) -> ConvolutionAlgorithm in
      state.load(from: try? path())
      if let known = state.choices[key] { return known }
      let choice = try choose(steps)
      state.choices[key] = choice
      state.news.append((key, choice))
      return choice
    }
    return steps.first { $0.algorithm == chosen } ?? first
  }

  /// Writes what was measured since the last time. A cache that cannot be written is no error: it will be measured again.
  func save() {
    state.withLock { $0.save(to: try? path()) }
  }

  // MARK: Implementation

  private struct State {
    var choices: [String: ConvolutionAlgorithm] = [:]
    var news: [(key: String, algorithm: ConvolutionAlgorithm)] = []
    var isLoaded = false

    mutating func load(from path: String?) {
      guard !isLoaded else { return }
      isLoaded = true
      choices.merge(Self.read(path)) { _, stored in stored }
    }

    /// Adds the news to what others may have written meanwhile; theirs stands.
    mutating func save(to path: String?) {
      guard !news.isEmpty, let path else { return }
      let stored = Self.read(path).merging(news.map { ($0.key, $0.algorithm) }) { stored, _ in stored }
      let lines = stored.map { "\($0.key)\t\($0.value.rawValue)\n" }.sorted()
      try? Files.write(Array(lines.joined().utf8), to: path, mode: 0o600)
      news = []
    }

    /// The choices in a file; lines that cannot be read are left out.
    private static func read(_ path: String?) -> [String: ConvolutionAlgorithm] {
      guard let path, let bytes = try? Files.read(path, limit: 1 << 22) else { return [:] }
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      let entries = lines.compactMap { line -> (String, ConvolutionAlgorithm)? in
        let parts = line.split(separator: "\t")
        guard parts.count == 2, let algorithm = ConvolutionAlgorithm(rawValue: String(parts[1])) else {
          return nil
        }
        return (String(parts[0]), algorithm)
      }
      return Dictionary(entries) { first, _ in first }
    }
  }

  /// The candidate that is done first on memory of its own: the best of several rounds, in which all take turns, so that
  /// a busy moment of the machine meets them all. Whatever needs twice the time of the best drops out.
  private static func fastest(
    of steps: [ConvolutionStep]
  ) throws(DreamError) -> ConvolutionAlgorithm {
    let task = steps[0].task
    let source = try cleared(task.sourceCount * 4), mask = try cleared(task.sourceCount * 4)
    let target = try cleared(task.targetCount * 4), part = try cleared(task.targetCount * 4)
    let bias = try cleared(Int(task.window.channels_out) * 4 + 64)
    var memory: [AlignedMemory] = []
    var runs: [ConvolutionRun] = []
    for step in steps {
      let weights = try cleared(step.kernel.weightsSize), scratch = try cleared(step.kernel.scratchSize)
      memory += [weights, scratch]
      runs.append(
        try step.bind(
          ConvolutionOperands(
            source: source.floats, mask: task.masks ? mask.floats : nil, weights: weights.floats,
            bias: task.direction == .forward ? bias.floats : nil, target: target.floats, part: part.floats,
            scratch: scratch.base)))
    }
    var seconds = [Double](repeating: .infinity, count: steps.count)
    for round in 0..<6 {
      let best = seconds.min() ?? .infinity
      for (index, run) in runs.enumerated() where round < 2 || seconds[index] < 2 * best {
        let start = Clock.now
        try run()
        // The first round brings everything into the caches.
        if round > 0 { seconds[index] = min(seconds[index], Clock.now - start) }
      }
    }
    withExtendedLifetime(memory) {}
    let winner = seconds.indices.min { seconds[$0] < seconds[$1] } ?? 0
    Log.tuner.info(
      "\(task.signature): "
        + zip(steps, seconds).map { "\($0.algorithm.rawValue) \(Int($1 * 1e6)) µs" }.joined(separator: ", "))
    return steps[winner].algorithm
  }

  /// Memory of zeros that is really there: fresh pages would all be the same one.
  private static func cleared(_ size: Int) throws(DreamError) -> AlignedMemory {
    let memory = try AlignedMemory(size: size)
    memset(memory.base, 0, memory.size)
    return memory
  }
}
