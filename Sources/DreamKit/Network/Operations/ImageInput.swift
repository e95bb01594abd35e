/// The image, RGB in [-1, 1], brought to what the network was trained on.
package struct ImageInput: Operation {
  package var mode: InputMode

  package var kerasName: String { "InputLayer" }
}

/// What a network wants to see, in Keras' words (`imagenet_utils.preprocess_input`).
///
/// DreamKit's images are RGB in [-1, 1] everywhere; each network converts them in its input node.
public enum InputMode: String, Sendable {
  /// RGB in [-1, 1].
  case tf
  /// BGR in [0, 255] minus the ImageNet mean (103.939, 116.779, 123.68).
  case caffe

  /// For each channel of the network's input: the image channel it is made of, and the factor and offset that make it.
  package var channels: [(source: Int, scale: Float, offset: Float)] {
    switch self {
    case .tf: (0..<3).map { ($0, 1, 0) }
    case .caffe: zip([2, 1, 0], [103.939, 116.779, 123.68]).map { ($0, 127.5, 127.5 - Float($1)) }
    }
  }
}

extension GraphBuilder {
  /// The image.
  package mutating func input(_ mode: InputMode) -> Graph.NodeID {
    add(ImageInput(mode: mode), to: [], named: "input_1")
  }
}
