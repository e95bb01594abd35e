// A dream of the sample picture, or of one that is given: dream [picture.jpg] [steps]
import DreamKit

let arguments = CommandLine.arguments.dropFirst()
let path = arguments.first { Int($0) == nil }
let stop = Cancellation()
let network = try Network.load(.dreamNet, weights: .installed, cancellation: stop)
let model = try FeatureExtractor(network: network, outputs: ["mixed4"])
let picture =
  try path.map { try Image(contentsOf: $0, maxDimension: 500) } ?? Image.sample(width: 300, height: 200)
var settings = AscentSettings(fitting: picture, on: model)
settings.steps = arguments.lazy.compactMap { Int($0) }.first ?? 10
settings = try DreamEstimate(
  settings, size: (picture.height, picture.width), model: model, tiles: .automatic
).settings
var dream = try ResumableDream(InputPicture(picture), settings: settings, on: model)
let dreamt = try dream.run(cancellation: stop) { step in
  print("step \(step.stepsDone) of \(step.stepsTotal), loss \(step.loss ?? 0)")
}.picture
try dreamt.write(to: "dream.png")
print("dream.png holds the picture, and the record from which it can be made again.")
