import DreamKit
import DreamLanguage

/// An argument that is numbers in a grid: an image, whose levels they are, or a tensor.
enum ArrayArgument {
  case image(Image)
  case tensor(Tensor)

  /// The extents: (rows, columns, channels) of an image.
  var shape: Shape {
    switch self {
    case .image(let image): image.shape
    case .tensor(let tensor): tensor.shape
    }
  }

  /// The tensor, or the levels of the image in [0, 255].
  var tensor: Tensor {
    switch self {
    case .image(let image): image.levels
    case .tensor(let tensor): tensor
    }
  }

  /// The image; nil for a tensor.
  var image: Image? { if case .image(let image) = self { image } else { nil } }

  /// What a function makes of the numbers: an image of an image, rounded to 8 bits, and a tensor of a tensor.
  func mapTensor(_ transform: (Tensor) throws -> Tensor) throws -> Value {
    let result = try transform(tensor)
    return image == nil ? .tensor(result) : .image(try Image(truncating: result.map { $0.rounded() }))
  }

  /// The picture that this is shown as: an image itself, or one of levels in [0, 255].
  ///
  /// - Throws: DreamError where it is no image, or where its values are surely no levels, so that nobody wonders about a
  ///   black picture.
  func picture() throws(DreamError) -> Image {
    switch self {
    case .image(let image): image
    case .tensor(let tensor): try Image(levels: tensor)
    }
  }
}

extension ArrayArgument: ValueRepresentable {
  var value: Value {
    switch self {
    case .image(let image): .image(image)
    case .tensor(let tensor): .tensor(tensor)
    }
  }
}

extension Value {
  /// The array that this value is already: an image or a tensor, but no number and no list.
  var arrayArgument: ArrayArgument? {
    if let picture { return .image(picture) }
    if case .object(let object as TensorObject) = self { return .tensor(object.tensor) }
    return nil
  }
}
