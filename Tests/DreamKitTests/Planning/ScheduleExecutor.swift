@testable import DreamKit

/// The rules of a backend with blocks of any width, which are not those of this machine.
struct PlainRules: SchedulingRules {
  let block: Int
  /// Whether max-pools leave behind where they found their values, a byte for each.
  var remembersMaxima = false

  func readsPlanes(_ operation: any Operation) -> Bool { operation is Convolution }
  func accumulates(_ operation: any Operation) -> Bool { operation is Convolution || operation is Addition }
  func workspace(of operation: any Operation, from inputs: [Shape], to output: Shape) -> Int {
    guard remembersMaxima, (operation as? Pooling)?.kind == .max else { return 0 }
    return Region(buffer: 0, first: 0, shape: output, block: block).floats.count
  }
}

/// Runs a schedule in the reference's loops, in memory that its buffers share as planned: what is wrong here and right in
/// the reference is a fault of the schedule.
struct ScheduleExecutor {
  private let schedule: Schedule
  private let plan: MemoryPlan
  private let parameters: any ParameterStore
  /// Poisoned, so that whatever nobody wrote shows.
  private var memory: [Float]
  /// What each layer reads and writes.
  private var layers: [String: Step] = [:]

  init(_ schedule: Schedule, parameters: any ParameterStore) {
    self.schedule = schedule
    self.parameters = parameters
    plan = MemoryPlan(schedule, scratch: [])
    memory = [Float](repeating: .nan, count: plan.size / 4)
  }

  /// The gradient of the sum of the outputs' means.
  mutating func gradient(of image: Tensor) throws -> Tensor {
    var gradient = image
    for step in schedule.forward + schedule.backward {
      switch step.kind {
      case .zero:
        let first = plan.buffers[step.writes[0].buffer] / 4
        for index in step.writes[0].floats { memory[first + index] = 0 }
      case .copy: write(read(step.reads[0]), to: step.writes[0], adds: step.accumulates)
      case .seed:
        let count = step.writes[0].shape.count
        write(
          [Float](repeating: 1 / Float(count), count: count), to: step.writes[0], adds: step.accumulates)
      case .forward:
        layers[step.layer] = step
        let inputs = step.reads.isEmpty ? [image.values] : step.reads.map(read)
        write(try layer(step).forward(inputs), to: step.writes[0], adds: false)
      case .backward:
        guard let forward = layers[step.layer] else { continue }
        // What the schedule does not keep for it, the derivative must not read.
        var inputs = forward.reads.map { [Float](repeating: .nan, count: $0.shape.count) }
        var output: [Float] = []
        for (activation, region) in zip(
          step.operation.derivativeReads(of: step.index), step.reads.dropFirst())
        {
          switch activation {
          case .input(let index): inputs[index] = read(region)
          case .output: output = read(region)
          }
        }
        let parts = try layer(forward).backward(inputs, output: output, gradient: read(step.reads[0]))
        guard let target = step.writes.first else {
          gradient.values = parts[0]
          continue
        }
        write(parts[step.index], to: target, adds: step.accumulates)
      }
    }
    return gradient
  }

  private func layer(_ step: Step) throws -> any ReferenceLayer {
    guard let operation = step.operation as? any ReferenceOperation else {
      throw DreamError(.backend, "The reference has no \(step.operation.kerasName).")
    }
    return try operation.referenceLayer(
      step.layer, from: step.reads.map(\.shape), to: step.writes[0].shape, parameters: parameters)
  }

  /// The index in memory of each value of a region, as [height, width, channels].
  private func indices(_ region: Region) -> [Int] {
    let first = plan.buffers[region.buffer] / 4 + region.floats.lowerBound
    return (0..<region.pixels).flatMap { pixel in
      region.channels.map {
        first + ($0 / region.block * region.pixels + pixel) * region.block + $0 % region.block
      }
    }
  }

  private func read(_ region: Region) -> [Float] { indices(region).map { memory[$0] } }

  private mutating func write(_ values: [Float], to region: Region, adds: Bool) {
    for (index, value) in zip(indices(region), values) { memory[index] = value + (adds ? memory[index] : 0) }
  }
}
