import DreamKit
import DreamLanguage

/// What `deepdream(img, steps, step_size)` gives beside the loss and the image, which are unpacked as in the paper: the
/// provenance of the dream. Where a picture is wanted it is its image.
final class DreamResultObject: Displayable {
  /// How it was dreamt.
  let provenance: Provenance
  /// The image reached, in [-1, 1].
  let image: Tensor
  var type: TypeDescriptor { .dreamResult }
  var representation: String { "<DreamResult>" }
  var isShownWhenMade: Bool { true }

  private init(_ image: Tensor, _ provenance: Provenance) {
    self.image = image
    self.provenance = provenance
  }

  /// A tuple of the loss and the image.
  static func tuple(loss: Float, image: Tensor, provenance: Provenance) -> Value {
    .tuple(TupleObject([.single(loss), .tensor(image)], of: DreamResultObject(image, provenance)))
  }

  func bundle() throws -> MIMEBundle { try DreamPage.bundle(try Image(deprocessing: image), provenance) }

  func thumbnail(side: Int) -> MIMEBundle? {
    try? .picture(try Image(deprocessing: image).thumbnail(maxDimension: side))
  }
}

extension Value {
  /// The record of the dream that this is the result of, or nil.
  var provenance: Provenance? {
    switch self {
    case .object(let object as ImageObject): object.image.provenance
    case .tuple(let tuple): (tuple.object as? DreamResultObject)?.provenance
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
