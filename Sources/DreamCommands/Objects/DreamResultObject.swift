import DreamKit

/// What `deepdream(img, steps, step_size)` gives: the loss and the image, to be unpacked as in the paper, and the record of
/// the dream. Where a picture is wanted it is its image.
final class DreamResultObject: TupleObject {
  /// How it was dreamt.
  let provenance: Provenance
  /// The image reached, in [-1, 1].
  let image: Tensor

  /// Joins the loss and the image.
  init(loss: Float, image: Tensor, provenance: Provenance) {
    self.provenance = provenance
    self.image = image
    super.init([.single(loss), .tensor(image)])
  }

  override var type: TypeDescriptor { .dreamResult }

  override var displayable: (any Displayable)? {
    (try? Image(deprocessing: image)).map { ImageObject($0.with(provenance: provenance)) }
  }
}

extension Value {
  /// The record of the dream that this is the result of, or nil.
  var provenance: Provenance? {
    switch self {
    case .object(let object as ImageObject): object.image.provenance
    case .tuple(let tuple): (tuple as? DreamResultObject)?.provenance
    default: nil
    }
  }

  /// A dream's setting as a value.
  init(_ setting: DreamSetting) {
    switch setting {
    case .none: self = .none
    case .whole(let number): self = .int(number)
    case .number(let number): self = .float(number)
    case .text(let text): self = .string(text)
    case .list(let parts): self = .list(parts.map(Value.init))
    }
  }

  /// The value as a setting that a record keeps.
  var setting: DreamSetting {
    if let number = wholeNumber { return .whole(number) }
    if let parts = sequence { return .list(parts.map(\.setting)) }
    switch self {
    case .none: return .none
    case .float(let number): return .number(number)
    default: return .text(text)
    }
  }

  /// The picture that this is shown as: a picture itself, or levels in [0, 255].
  ///
  /// - Throws: DreamError where it is no image, or where its values are surely no levels, so that nobody wonders about a
  ///   black picture.
  func shownPicture() throws(DreamError) -> Image {
    if let picture { return picture }
    return try Image(levels: tensor ?? Tensor(0))
  }
}

extension TypeDescriptor {
  static let dreamResult = TypeDescriptor(
    "DreamResult", Members.dream, operandHint: "A dream gives two values: loss, img = deepdream(…).")
}
