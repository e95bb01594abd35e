import DreamKit

// The examples of the engine's documentation, so that they compile, and without access to what is not public.
// DocumentationTests compares them with the comments and the articles.

func aDreamInTenLines() throws {
  let stop = Cancellation()
  let network = try Network.load(.dreamNet, weights: .installed, cancellation: stop)
  let model = try FeatureExtractor(network: network, outputs: ["mixed4"])
  let picture = Image.sample(width: 300, height: 200)
  var settings = AscentSettings(fitting: picture, on: model)
  settings.steps = 10
  var dream = try ResumableDream(InputPicture(picture), settings: settings, on: model)
  let dreamt = try dream.run(cancellation: stop) { step in print(step.stepsDone, step.loss ?? 0) }.picture
  try dreamt.write(to: "dream.png")

  let estimate = try DreamEstimate(
    settings, size: (picture.height, picture.width), model: model, tiles: .automatic)
  print("\(estimate.memory / 1_000_000) MB in tiles of \(estimate.settings.tileSize) pixels")
  settings = estimate.settings

  let objective = Objective.mean("mixed3") + 0.5 * .channels(8..<16, of: "mixed5")
  let gradient = try ObjectiveGradient(network: network, objective: objective)
  var ascent = try OctaveAscent(picture.levels, settings: settings)
  _ = try ascent.run(with: TiledGradient(gradient, tiling: .cover(tileSize: 512)), cancellation: stop)
  let result = try Image(rounding: ascent.imageAtFullSize())
  print(result.width)

  do {
    _ = try FeatureExtractor(network: network, outputs: ["mixde4"])
  } catch DreamError.unknownLayer(_, _, let nearest) {
    print("Perhaps", nearest)  // ["mixed4", …]
  }
}

func errors(_ network: Network) throws {
  do {
    _ = try network.layer(named: "mixde3")
  } catch DreamError.unknownLayer(_, _, let nearest) {
    print("Perhaps", nearest)  // ["mixed3"]
  }
}

func tiles() -> Int {
  let tiles = Tiling.cover(tileSize: 512).tiles(height: 1080, width: 1920, minimumSide: 75)
  // 3 rows of 4 tiles, each 360 pixels high and 480 wide
  return tiles.count
}

func imageGradient(_ model: FeatureExtractor, _ image: Tensor) throws -> Float {
  var gradients = TiledGradient(model, tiling: .cover(tileSize: 512))
  var gradient = Tensor(repeating: 0, shape: image.shape)
  let loss = try gradients(image, shift: .zero, into: &gradient, cancellation: Cancellation())
  return loss
}

func tiledGradient(_ model: FeatureExtractor, _ image: Tensor) throws -> Tensor {
  var gradients = TiledGradient(model, tiling: .cover(tileSize: 512))
  let direction = try gradients.normalized(of: image, cancellation: Cancellation())
  return direction
}

func deepDream(_ model: FeatureExtractor, _ picture: Image) throws -> Image {
  let deepDream = DeepDream(model: model)
  let result = try deepDream(
    picture.levels.preprocessed(), steps: 100, stepSize: 0.01, cancellation: Cancellation())
  let dreamt = try Image(deprocessing: result.image)
  return dreamt
}

func octaveAscent(_ model: FeatureExtractor, _ picture: Image) throws -> Image {
  var ascent = try OctaveAscent(picture.levels, settings: AscentSettings())
  _ = try ascent.run(on: model, cancellation: Cancellation())
  let dreamt = try Image(rounding: ascent.imageAtFullSize())
  return dreamt
}

func dreamEstimate(_ model: FeatureExtractor) throws {
  let estimate = try DreamEstimate(AscentSettings(), size: (1080, 1920), model: model, tiles: .automatic)
  print(estimate.settings.tileSize, estimate.memory)
}

func resumableDream(_ model: FeatureExtractor, _ picture: Image, _ settings: AscentSettings) throws {
  var dream = try ResumableDream(InputPicture(picture), settings: settings, on: model)
  let dreamt = try dream.run(cancellation: Cancellation()).picture
  try dreamt.write(to: "dream.png")  // with the record from which the same picture can be made again
}

func objectives() -> Objective {
  let objective = Objective.mean("mixed3") + 0.5 * .channels(8..<16, of: "mixed5") - 0.1 * .mean("mixed7")
  return objective
}

func pictures() throws {
  let picture = try Image(contentsOf: "sky.jpg", maxDimension: 500)
  try picture.write(to: "sky.png")
}

func tensors(_ picture: Image) {
  let image = picture.levels.preprocessed().clipped(lower: -0.5, upper: 0.5)
  print(image.shape, image.mean, image.standardDeviation)
}

func shifts(_ image: Tensor) -> Tensor {
  let rolled = image.rolled(by: Shift(rows: 3, columns: -5))
  let back = rolled.rolled(by: Shift(rows: -3, columns: 5))
  return back
}

func paperOctaves(_ model: FeatureExtractor, _ picture: Image) throws -> AscentResult {
  var octaves = PaperOctaveAscent()
  octaves.octaves = [-1, 0]
  var generator = SystemRandomNumberGenerator()
  let result = try octaves(
    picture.levels.preprocessed(), on: model, generator: &generator, cancellation: Cancellation())
  return result
}

func dreamFile() throws {
  let file = try DreamFile(contentsOf: "dream.png")
  let model = try file.manifest.makeModel(cancellation: Cancellation())
  if let input = file.input {
    var dream = try ResumableDream(input, settings: file.manifest.settings, on: model)
    let again = try dream.run(until: file.manifest.stepsDone, cancellation: Cancellation()).picture
    print(file.manifest.difference(of: again) ?? "The same, bit for bit.")
  }
}

func provenance(_ picture: Image) throws -> Image {
  if let provenance = picture.provenance, provenance.wasInterrupted {
    var dream = try ResumableDream(resuming: provenance)
    return try dream.run(cancellation: Cancellation()).picture
  }
  return picture
}

func objectiveGradient(_ network: Network, _ objective: Objective, _ image: Tensor) throws -> AscentResult {
  let gradient = try ObjectiveGradient(network: network, objective: objective)
  let result = try DeepDream(model: gradient)(image, steps: 20, cancellation: Cancellation())
  return result
}

func networks() throws {
  let network = try Network.load(.inceptionV3, weights: .imagenet, cancellation: Cancellation())
  print(network.layers.map(\.name), try network.outputShapes(height: 300, width: 400).count)
}

func models(_ network: Network, _ image: Tensor) throws -> (Float, Tensor) {
  let model = try FeatureExtractor(network: network, outputs: ["mixed3", "mixed4[..., 11]"])
  let (loss, gradient) = try model.lossAndGradient(of: image, cancellation: Cancellation())
  return (loss, gradient)
}

func architectures() {
  for architecture in Architecture.all { print(architecture.name, architecture.dreamLayers) }
}

func blurs(_ picture: Image) throws -> Tensor {
  let soft = try picture.levels.blurred(sigma: 2)
  return soft
}
