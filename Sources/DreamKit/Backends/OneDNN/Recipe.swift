/// A plan before it has memory: the steps in order, and the buffers they use.
struct Recipe {
  /// One operation in one direction.
  struct Step {
    /// The layer it belongs to.
    var layer: String
    /// What it does, in a few words: "3×3 convolution, winograd".
    var work: String
    /// The multiplications and additions that its definition takes; 0 where nobody counts them.
    var operations = 0
    /// The buffers that it reads or writes.
    var buffers: [Int]
    /// Ties the step to memory and returns what runs it.
    var bind: (Memory) throws(DreamError) -> Run
  }

  /// Runs one step.
  typealias Run = () throws(DreamError) -> Void

  /// The buffers' places in memory.
  struct Memory {
    /// The first byte of each buffer.
    var bases: [UnsafeMutableRawPointer]

    /// A buffer as bytes.
    subscript(buffer: Int) -> UnsafeMutableRawPointer { bases[buffer] }
    /// A region as floats.
    subscript(region: Region) -> UnsafeMutablePointer<Float> {
      bases[region.buffer].assumingMemoryBound(to: Float.self) + region.floats.lowerBound
    }
  }

  /// Where the caller's image and the gradient it asked for are during a run.
  final class Ports {
    var image: UnsafePointer<Float>?
    var gradient: UnsafeMutablePointer<Float>?
  }

  /// An output: its region and its shape [height, width, channels].
  struct Output {
    var region: Region
    var shape: Shape
  }

  /// The way forward.
  var forward: [Step] = []
  /// The way back.
  var backward: [Step] = []
  /// The sizes of the buffers in bytes.
  var buffers: [Int] = []
  /// The layers that were asked for.
  var outputs: [Output] = []
  /// The channels in a block.
  var block: Int
  /// The caller's image and gradient.
  let ports = Ports()

  /// Adds a buffer.
  mutating func addBuffer(bytes: Int) -> Int {
    buffers.append(bytes)
    return buffers.count - 1
  }

  /// The memory that the buffers need, so that each keeps its content from its first step to its last, and the outputs
  /// theirs until the way back begins.
  func planMemory() -> MemoryPlanner {
    var lives = [ClosedRange<Int>?](repeating: nil, count: buffers.count)
    func use(_ buffer: Int, at step: Int) {
      lives[buffer] = lives[buffer].map { min($0.lowerBound, step)...max($0.upperBound, step) } ?? step...step
    }
    for (index, step) in (forward + backward).enumerated() {
      // The outputs are read between the way forward and the way back.
      let time = index < forward.count ? index : index + 1
      for buffer in step.buffers { use(buffer, at: time) }
    }
    for output in outputs { use(output.region.buffer, at: forward.count) }
    return MemoryPlanner(zip(buffers, lives).map { MemoryPlanner.Buffer(size: $0, life: $1 ?? 0...0) })
  }
}
