extension Graph {
  /// What each layer that has weights needs, in the order of creation.
  package var weightRequests: [WeightRequest] {
    parameterShapes.map { layer, kind, parameters in
      WeightRequest(name: layer, kind: kind, shapes: parameters.map(\.shape))
    }
  }

  /// The names of the layers in the order in which Keras lists them.
  package var kerasLayerOrder: [String] {
    KerasLayerOrder.names(
      of: nodes.map { node in (name: node.name, inputs: node.inputs.map { nodes[$0].name }) })
  }
}
