import DreamKit
import DreamLanguage

/// What `deepdream(img, steps, step_size)` gives beside the loss and the image, which are unpacked as in the paper: the
/// provenance of the dream. Where a picture is wanted it is its image.
final class DreamResultObject: Displayable {
  /// How it was dreamt.
  let provenance: Provenance
  /// The image reached, in [-1, 1].
  let image: Tensor
  /// The image as it is shown.
  private let picture: Image
  var type: TypeDescriptor { .dreamResult }
  var representation: String { "<DreamResult>" }
  var isShownWhenMade: Bool { true }

  private init(_ image: Tensor, _ picture: Image, _ provenance: Provenance) {
    self.image = image
    self.picture = picture
    self.provenance = provenance
  }

  /// A tuple of the loss and the image; `picture` is what it is shown as.
  static func tuple(loss: Float, image: Tensor, picture: Image, provenance: Provenance) -> Value {
    .tuple(TupleObject([.single(loss), .tensor(image)], of: DreamResultObject(image, picture, provenance)))
  }

  func bundle() throws -> MIMEBundle { try DreamPage.bundle(picture, provenance) }

  func thumbnail(side: Int) -> MIMEBundle? { try? .picture(picture.thumbnail(maxDimension: side)) }
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
}

extension TypeDescriptor {
  static let dreamResult = TypeDescriptor(
    "DreamResult", Members.dream, operandHint: "A dream gives two values: loss, img = deepdream(…).")
}

extension Provenance {
  /// The settings by the names of the command's parameters, in their order.
  var settings: [(name: String, value: Value)] {
    switch method {
    case .plain(let steps, let stepSize): [("steps", .int(steps)), ("step_size", Value(stepSize))]
    case .paperOctaves(let ascent, let seed):
      [
        ("steps_per_octave", .int(ascent.stepsPerOctave)), ("step_size", Value(ascent.stepSize)),
        ("octaves", .list(ascent.octaves.map(Value.int))), ("octave_scale", .float(ascent.octaveScale)),
        ("tile_size", .int(ascent.tileSize)),
        ("shift", ascent.shift.map { .list([.int($0.rows), .int($0.columns)]) } ?? .none),
        ("seed", seed.map { .int(Int(clamping: $0)) } ?? .none),
      ]
    case .octaves(let settings):
      [
        ("octaves", .int(settings.octaves)), ("octave_scale", .float(settings.octaveScale)),
        ("steps", .int(settings.steps)), ("step_size", Value(StepSize(settings.stepSize))),
        ("tile_size", .int(settings.tileSize)), ("seed", .int(Int(clamping: settings.seed))),
      ]
    }
  }
}

extension Value {
  /// A step size as it was written: 0.01, not the nearest number in single precision.
  fileprivate init(_ stepSize: StepSize) {
    let number = Value.float(Double(stepSize.now.description) ?? Double(stepSize.now))
    self = stepSize.isLive ? .string("of a control, last \(number.text)") : number
  }
}
