import CKernels
import TestSupport
import Testing

@testable import DreamKit

/// The loops of `dk_channels.h` in blocks of any width, on this machine's processor.
@Suite struct ChannelLoopTests {
  /// The index of each value of [height, width, channels] in blocks, and the number of floats that they take.
  private func blocked(_ shape: Shape, _ block: Int) -> (indices: [Int], count: Int) {
    let region = Region(buffer: 0, first: 0, shape: shape, block: block)
    let indices = (0..<region.pixels).flatMap { pixel in
      (0..<shape[2]).map { ($0 / block * region.pixels + pixel) * block + $0 % block }
    }
    return (indices, region.floats.count)
  }

  /// A tensor in blocks; what only fills the last one is 0.
  private func blocks(_ tensor: Tensor, _ block: Int) -> [Float] {
    let layout = blocked(tensor.shape, block)
    var result = [Float](repeating: 0, count: layout.count)
    for (index, value) in zip(layout.indices, tensor.values) { result[index] = value }
    return result
  }

  @Test(arguments: [1, 8, 16], [0, 1] as [Int32]) func channelsMoveBetweenBlocks(block: Int, adds: Int32) {
    let (source, target) = (Tensor.random([3, 5, 37]), Tensor.random([3, 5, 44], seed: 2))
    for (from, to, count) in [(0, 0, 37), (5, 11, 20), (8, 16, 24), (16, 3, 17), (36, 43, 1)] {
      for other in [block, 1, 37] {
        var result = blocks(target, block)
        dk_copy_channels(&result, to, block, blocks(source, other), from, other, count, 15, adds)
        var expected = target
        for pixel in 0..<15 {
          for channel in 0..<count {
            let index = pixel * 44 + to + channel
            expected.values[index] =
              source.values[pixel * 37 + from + channel] + (adds == 1 ? expected.values[index] : 0)
          }
        }
        #expect(result == blocks(expected, block))
      }
    }
  }

  @Test(arguments: [1, 8, 16], [0, 1] as [Int32]) func termsBroadcastAndReduce(block: Int, adds: Int32) throws
  {
    let sum: Shape = [4, 3, 21]
    for shape in [[4, 3, 21], [1, 1, 21], [4, 1, 21], [1, 3, 1], [4, 3, 1], [1, 1, 1]] as [Shape] {
      let layer = ReferenceAddition(inputs: [sum, shape], output: sum)
      let (start, term) = (Tensor.random(sum, seed: 3), Tensor.random(shape))
      var broadcast = blocks(start, block)
      dk_broadcast(&broadcast, extents(sum), blocks(term, block), extents(shape), Int32(block), adds)
      let base = adds == 1 ? start.values : [Float](repeating: 0, count: sum.count)
      let expected = Tensor(shape: sum, values: layer.forward([base, term.values]))
      #expect(broadcast == blocks(expected, block))

      var reduced = blocks(term, block)
      dk_reduce(&reduced, extents(shape), blocks(start, block), extents(sum), Int32(block), adds)
      let part = layer.backward([], output: [], gradient: start.values)[1]
      let total = zip(part, term.values).map { $0 + (adds == 1 ? $1 : 0) }
      #expect(relativeError(reduced, blocks(Tensor(shape: shape, values: total), block)) < 1e-6)
    }
  }

  private func extents(_ shape: Shape) -> dk_extents {
    dk_extents(height: Int64(shape[0]), width: Int64(shape[1]), channels: Int64(shape[2]))
  }
}
