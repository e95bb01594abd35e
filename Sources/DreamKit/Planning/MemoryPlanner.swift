/// Places buffers that live for part of a schedule into one block of memory, so that buffers whose lives do not meet
/// share bytes.
struct MemoryPlanner {
  /// One buffer: its size in bytes and the steps of the schedule between which it must keep its content.
  struct Buffer {
    var size: Int
    var life: ClosedRange<Int>
  }

  /// The first byte of each buffer.
  let offsets: [Int]
  /// The size of the complete block.
  let size: Int

  /// Places the largest buffers first, each at the lowest address where it meets no buffer of its time.
  init(_ buffers: [Buffer], alignment: Int = 64) {
    var offsets = [Int](repeating: 0, count: buffers.count)
    var placed: [Int] = []
    var total = 0
    for index in buffers.indices.sorted(by: { (buffers[$1].size, $0) < (buffers[$0].size, $1) }) {
      let size = (buffers[index].size + alignment - 1) / alignment * alignment
      var offset = 0
      for other in placed.lazy.filter({ buffers[$0].life.overlaps(buffers[index].life) })
        .sorted(by: { offsets[$0] < offsets[$1] })
      {
        let end = (offsets[other] + buffers[other].size + alignment - 1) / alignment * alignment
        if offsets[other] >= offset + size { break }
        offset = max(offset, end)
      }
      offsets[index] = offset
      placed.append(index)
      total = max(total, offset + size)
    }
    self.offsets = offsets
    self.size = total
  }
}

/// Where the buffers of a schedule, and what its kernels work in, lie in one block of memory.
struct MemoryPlan {
  /// The first byte of each buffer.
  let buffers: [Int]
  /// The first bytes of the pieces that each step's kernel works in, of the forward pass, then of the backward pass.
  let scratch: [[Int]]
  /// The size of the complete block.
  let size: Int

  /// Each buffer keeps its content from its first step to its last, and the outputs theirs until the backward pass
  /// begins.
  ///
  /// - Parameter scratch: the sizes in bytes of the pieces that each step's kernel works in.
  init(_ schedule: Schedule, scratch: [[Int]]) {
    var lives = [ClosedRange<Int>?](repeating: nil, count: schedule.buffers.count)
    func use(_ region: Region, at time: Int) {
      let known = lives[region.buffer] ?? time...time
      lives[region.buffer] = min(known.lowerBound, time)...max(known.upperBound, time)
    }
    // The outputs are read between the two passes.
    let between = schedule.forward.count
    let steps = schedule.forward + schedule.backward
    let times = steps.indices.map { $0 < between ? $0 : $0 + 1 }
    for (step, time) in zip(steps, times) {
      for region in step.reads + step.writes { use(region, at: time) }
    }
    for output in schedule.outputs { use(output, at: between) }
    var all = zip(schedule.buffers, lives).map {
      MemoryPlanner.Buffer(size: $0.floats * MemoryLayout<Float>.stride, life: $1 ?? 0...0)
    }
    for (sizes, time) in zip(scratch, times) {
      all += sizes.map { MemoryPlanner.Buffer(size: $0, life: time...time) }
    }
    let plan = MemoryPlanner(all)
    buffers = Array(plan.offsets.prefix(schedule.buffers.count))
    var rest = plan.offsets.dropFirst(schedule.buffers.count)
    self.scratch = scratch.map { sizes in
      defer { rest = rest.dropFirst(sizes.count) }
      return Array(rest.prefix(sizes.count))
    }
    size = plan.size
  }
}
