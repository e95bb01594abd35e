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
  /// The size of the whole block.
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
