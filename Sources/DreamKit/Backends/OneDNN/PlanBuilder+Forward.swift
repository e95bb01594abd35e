import CKernels
import COneDNN

/// Each kind of layer: its step forwards, and its rule for the way back.
extension PlanBuilder {
  /// The image arrives as [height, width, 3] and is brought to planes in the network's input mode.
  mutating func addInput(_ mode: InputMode, _ node: Graph.Node, _ id: Graph.NodeID) -> BackwardRule? {
    let region = layout.regions[id]
    let pixels = shapes[id][0] * shapes[id][1]
    let rule = ChannelRule(mode)
    let ports = recipe.ports
    recipe.forward.append(
      Recipe.Step(layer: node.name, work: "image", buffers: [region.buffer]) { memory throws(DreamError) in
        let planes = memory[region]
        return { () throws(DreamError) in
          dk_image_to_planes(ports.image, planes, pixels, rule.source, rule.scale, rule.offset)
        }
      })
    return BackwardRule { builder, gradient, _, _ throws(DreamError) in
      builder.addBackwardStep(node, "image", [gradient.buffer]) { memory throws(DreamError) in
        let planes = memory[gradient]
        return { () throws(DreamError) in
          dk_planes_to_gradient(planes, ports.gradient, pixels, rule.source, rule.scale)
        }
      }
    }
  }

  mutating func addConvolution(
    _ convolution: Convolution, _ node: Graph.Node, _ id: Graph.NodeID
  ) throws(DreamError) -> BackwardRule {
    let input = node.inputs[0]
    let window = dk_window(convolution.window, from: shapes[input], to: shapes[id])
    let (source, target) = (layout.regions[input], layout.regions[id])
    let task = ConvolutionTask(
      direction: .forward, window: window, threads: threads, relu: convolution.relu, isPlanar: input == 0)
    recipe.forward.append(try convolve(task, id, from: source, to: target, mask: nil))
    return BackwardRule(accumulates: true) { builder, from, to, accumulates throws(DreamError) in
      var back = task
      back.direction = .backward
      back.relu = false
      back.masks = convolution.relu
      back.accumulates = accumulates
      let mask = convolution.relu ? target : nil
      builder.recipe.backward.append(try builder.convolve(back, id, from: from, to: to, mask: mask))
    }
  }

  /// The step that computes a convolution's task.
  private mutating func convolve(
    _ task: ConvolutionTask, _ id: Graph.NodeID, from: Region, to: Region, mask: Region?
  ) throws(DreamError) -> Recipe.Step {
    let step = try tuner.step(for: task, precision: precision)
    kernels[id, default: []].append(step.kernel)
    let scratch = recipe.addBuffer(bytes: step.kernel.scratchSize)
    let part = step.needsPart ? recipe.addBuffer(bytes: task.targetCount * MemoryLayout<Float>.stride) : nil
    let layer = graph.nodes[id].name
    let weights = weights
    let buffers = [from.buffer, to.buffer, scratch, mask?.buffer, part].compactMap { $0 }
    let work = "\(task.window.kernel_h)×\(task.window.kernel_w) convolution, \(step.algorithm.rawValue)"
    return Recipe.Step(layer: layer, work: work, operations: task.operations, buffers: buffers) {
      memory throws(DreamError) in
      guard let kernel = weights.kernel(layer, step.kernel.weightsLayout) else {
        throw DreamError(.backend, "The weights of '\(layer)' were not prepared.")
      }
      return try step.bind(
        ConvolutionOperands(
          source: memory[from], mask: mask.map { memory[$0] }, weights: kernel,
          bias: task.direction == .forward ? weights.bias(layer) : nil, target: memory[to],
          part: part.map { memory[$0].assumingMemoryBound(to: Float.self) }, scratch: memory[scratch]))
    }
  }

  mutating func addPooling(
    _ pooling: Pooling, _ node: Graph.Node, _ id: Graph.NodeID
  ) throws(DreamError) -> BackwardRule {
    let input = node.inputs[0]
    let window = dk_window(pooling.window, from: shapes[input], to: shapes[id])
    let work = "\(window.kernel_h)×\(window.kernel_w) \(pooling.kind) pooling"
    if pooling.kind == .max, withUnsafePointer(to: window, dk_max_pool_serves) != 0 {
      return addMaxPooling(window, node, id, work)
    }
    let forward = try OneDNNPrimitive.pooling(window, pooling.kind)
    let gradient = try OneDNNPrimitive.poolingGradient(window, pooling.kind, of: forward)
    let (source, target) = (layout.regions[input], layout.regions[id])
    let scratch = recipe.addBuffer(bytes: max(forward.scratchSize, gradient.scratchSize))
    let workspace = forward.workspaceSize > 0 ? recipe.addBuffer(bytes: forward.workspaceSize) : nil
    let extra = [scratch] + (workspace.map { [$0] } ?? [])
    recipe.forward.append(
      Recipe.Step(layer: node.name, work: work, buffers: [source.buffer, target.buffer] + extra) {
        memory throws(DreamError) in
        try forward.bind(
          dk_operands(
            source: memory[source], destination: memory[target], weights: nil, bias: nil,
            workspace: workspace.map { memory[$0] }, scratch: memory[scratch]))
        return forward.execute
      })
    return BackwardRule { builder, from, to, _ throws(DreamError) in
      builder.addBackwardStep(node, work, [from.buffer, to.buffer] + extra) { memory throws(DreamError) in
        try gradient.bind(
          dk_operands(
            source: memory[from], destination: memory[to], weights: nil, bias: nil,
            workspace: workspace.map { memory[$0] }, scratch: memory[scratch]))
        return gradient.execute
      }
    }
  }

  /// A max-pooling by DreamKit's own loops. In plain sums equal values are equal; Winograd's are taken for equal where
  /// they nearly are.
  private mutating func addMaxPooling(
    _ window: dk_window, _ node: Graph.Node, _ id: Graph.NodeID, _ work: String
  ) -> BackwardRule {
    let (source, target) = (layout.regions[node.inputs[0]], layout.regions[id])
    let places = recipe.addBuffer(bytes: target.floats.count)
    let tolerance: Float = precision == .exact ? 0 : 1e-5
    recipe.forward.append(
      Recipe.Step(layer: node.name, work: work, buffers: [source.buffer, target.buffer, places]) {
        memory throws(DreamError) in
        let (x, y) = (memory[source], memory[target])
        let found = memory[places].assumingMemoryBound(to: UInt8.self)
        return { () throws(DreamError) in
          withUnsafePointer(to: window) { dk_max_pool($0, x, y, found, tolerance) }
        }
      })
    return BackwardRule { builder, from, to, _ throws(DreamError) in
      builder.addBackwardStep(node, work, [from.buffer, to.buffer, places]) { memory throws(DreamError) in
        let (g, result) = (memory[from], memory[to])
        let found = memory[places].assumingMemoryBound(to: UInt8.self)
        return { () throws(DreamError) in
          withUnsafePointer(to: window) { dk_max_pool_backward($0, g, found, result) }
        }
      }
    }
  }

  /// A batch normalisation that could not be folded, because its input is an output too.
  mutating func addNormalization(
    _ normalization: BatchNormalization, _ node: Graph.Node, _ id: Graph.NodeID
  ) throws(DreamError) -> BackwardRule {
    let affine = try normalization.affine(from: parameters)
    let (scale, offset) = (try Self.copy(affine.scale), try Self.copy(affine.offset))
    let (source, target) = (layout.regions[node.inputs[0]], layout.regions[id])
    let (channels, block, pixels) = (shapes[id][2], layout.block, shapes[id][0] * shapes[id][1])
    recipe.forward.append(
      Recipe.Step(layer: node.name, work: "batch normalization", buffers: [source.buffer, target.buffer]) {
        memory throws(DreamError) in
        let (x, y) = (memory[source], memory[target])
        return { () throws(DreamError) in
          dk_affine(y, x, scale.floats, offset.floats, channels, block, pixels)
        }
      })
    return BackwardRule { builder, from, to, _ throws(DreamError) in
      builder.addBackwardStep(node, "batch normalization", [from.buffer, to.buffer]) {
        memory throws(DreamError) in
        let (y, x) = (memory[from], memory[to])
        return { () throws(DreamError) in dk_affine(x, y, scale.floats, nil, channels, block, pixels) }
      }
    }
  }

  /// Numbers in aligned memory, zeros behind them up to a whole block.
  private static func copy(_ values: [Float]) throws(DreamError) -> AlignedMemory {
    let padded = values + [Float](repeating: 0, count: 16)
    let memory = try AlignedMemory(size: padded.count * MemoryLayout<Float>.stride)
    memory.floats.initialize(from: padded, count: padded.count)
    return memory
  }

  /// A ReLU that could not be fused, because its input is an output too.
  mutating func addReLU(_ node: Graph.Node, _ id: Graph.NodeID) -> BackwardRule {
    let (source, target) = (layout.regions[node.inputs[0]], layout.regions[id])
    let count = target.floats.count
    recipe.forward.append(
      Recipe.Step(layer: node.name, work: "ReLU", buffers: [source.buffer, target.buffer]) {
        memory throws(DreamError) in
        let (x, y) = (memory[source], memory[target])
        return { () throws(DreamError) in dk_relu(y, x, count) }
      })
    return BackwardRule { builder, from, to, _ throws(DreamError) in
      builder.addBackwardStep(node, "ReLU", [from.buffer, to.buffer, target.buffer]) {
        memory throws(DreamError) in
        let (g, y, result) = (memory[from], memory[target], memory[to])
        return { () throws(DreamError) in dk_relu_backward(result, g, y, count) }
      }
    }
  }

  /// Some channels of a layer; the way back leaves zeros for the others.
  mutating func addSlice(_ channels: Range<Int>, _ node: Graph.Node, _ id: Graph.NodeID) -> BackwardRule {
    let (source, target) = (layout.regions[node.inputs[0]], layout.regions[id])
    let (total, block, pixels) = (shapes[node.inputs[0]][2], layout.block, shapes[id][0] * shapes[id][1])
    recipe.forward.append(
      Recipe.Step(layer: node.name, work: "slice", buffers: [source.buffer, target.buffer]) {
        memory throws(DreamError) in
        let (x, y) = (memory[source], memory[target])
        return { () throws(DreamError) in
          dk_slice(y, x, channels.lowerBound, channels.count, block, pixels)
        }
      })
    return BackwardRule { builder, from, to, _ throws(DreamError) in
      builder.addBackwardStep(node, "slice", [from.buffer, to.buffer]) { memory throws(DreamError) in
        let (g, result) = (memory[from], memory[to])
        return { () throws(DreamError) in
          dk_slice_backward(result, g, channels.lowerBound, channels.count, total, block, pixels)
        }
      }
    }
  }
}

/// An input mode's rule in the form the loops take.
private struct ChannelRule {
  let source: [Int32]
  let scale: [Float]
  let offset: [Float]

  init(_ mode: InputMode) {
    source = mode.channels.map { Int32($0.source) }
    scale = mode.channels.map(\.scale)
    offset = mode.channels.map(\.offset)
  }
}

extension dk_window {
  /// A window over a source shape, both shapes [height, width, channels].
  init(_ window: Window, from source: Shape, to target: Shape) {
    let rows = window.paddings(extent: source[0], size: window.rows)
    let columns = window.paddings(extent: source[1], size: window.columns)
    self.init(
      channels_in: Int64(source[2]), height_in: Int64(source[0]), width_in: Int64(source[1]),
      channels_out: Int64(target[2]), height_out: Int64(target[0]), width_out: Int64(target[1]),
      kernel_h: Int64(window.rows), kernel_w: Int64(window.columns), stride: Int64(window.stride),
      pad_top: Int64(rows.before), pad_left: Int64(columns.before), pad_bottom: Int64(rows.after),
      pad_right: Int64(columns.after))
  }
}
