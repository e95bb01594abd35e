import DreamKit
import DreamLanguage

/// What to say about names of other libraries that no single command replaces, and about statements of their programs.
struct ForeignNames: Hints {
  func advice(onStatement word: String) -> String? { Self.statements[word] }

  func advice(on path: String) -> String? {
    var path = path[...]
    while true {
      if let advice = Self.table[String(path)] { return advice }
      guard let dot = path.lastIndex(of: ".") else { return nil }
      path = path[..<dot]
    }
  }

  func advice(onAttribute name: String, of type: TypeDescriptor) -> String? {
    Self.attributes["\(type.name).\(name)"] ?? type.base.flatMap { advice(onAttribute: name, of: $0) }
  }

  let fileEndings: Set<String> = ["jpg", "jpeg", "png", "npy", "h5", "gif", "bmp", "webp"]

  // MARK: Implementation

  private static let statements = [
    "@": "Functions run as they are: leave this line out; of a class, leave out the whole definition.",
    "class":
      "The paper's classes are built in: leave the definition out and call DeepDream(…) or TiledGradients(…).",
    "with":
      "The gradient tape is built in, as gradient(img, model); files are read by load and written by save.",
  ]

  private static let numbers = "The types of numbers are float32, int32, uint8 and bool."

  private static let sideBySide = "compare(a, b) and grid([a, b]) show pictures beside each other."
  private static let turning = "img[::-1] turns a picture upside down, img[:, ::-1] mirrors it."
  private static let stopping = "The menu 'Kernel' of the notebook stops it and starts it anew."
  private static let axes = "Slices, expand_dims(x, 0) and x[..., 0] change the axes of an array."
  private static let training = "Nothing is trained here: a dream climbs along gradient(img, model)."

  private static let attributes: [String: String] = [
    "Image.crop": "A part of a picture is a slice: img[top:bottom, left:right].",
    "Image.convert": "A picture is always RGB here: leave it out.",
    "Image.resize": "Write resize(img, (rows, columns)): the rows come first.",
    "Image.rotate": turning, "Image.transpose": turning, "Image.T": turning, "Tensor.T": turning,
    "Image.copy": "A picture never changes: it can be used again as it is.",
    "Tensor.copy": "An array never changes: it can be used again as it is.",
    "Image.reshape": axes, "Tensor.reshape": axes, "Image.flatten": axes, "Tensor.flatten": axes,
    "Tensor.transpose": axes, "Tensor.append": "An array does not grow: collect numbers in a list.",
    "Tensor.tolist": "list(x) makes a list of it.", "Tensor.item": "A single number is x[0].",
    "Network.predict": "classify(img, base_model) says what it sees, dream_model(img) gives activations.",
    "Network.compile": training, "Network.fit": training, "Network.trainable": training,
    "str.encode": "Texts are read and written as UTF-8: leave it out.",
    "command.fromkeys": "Write {key: value for key in keys}.",
  ]

  private static var networks: String {
    let names = Architecture.all.map(\.name)
    return "The networks here are \(names.dropLast().joined(separator: ", ")) and \(names.last ?? "")."
  }

  private static let table: [String: String] = [
    "VGG16": networks, "VGG19": networks, "ResNet50": networks, "Xception": networks, "MobileNetV2": networks,
    "DenseNet121": networks, "InceptionResNetV2": networks, "EfficientNetB0": networks,
    "float16": numbers, "bfloat16": numbers, "float64": numbers, "double": numbers, "int8": numbers,
    "int16": numbers, "int64": numbers, "uint16": numbers, "uint32": numbers, "uint64": numbers,
    "true": "Write True.", "false": "Write False.", "null": "Write None.", "nil": "Write None.",
    "none": "Write None.", "Tensor": "constant([1, 2]) makes a Tensor.",
    "Image": "Run 'from PIL import Image' first, or write load(path).",
    "set": "Write list(…).", "input": "Nothing is asked for while a cell runs: set a variable.",
    "Exception": "There are no exceptions to catch: an error ends the cell, and all variables are kept.",
    "self": "There are no classes here: pass what a function needs as arguments.",
    "tf.GradientTape": "The tape is built in: loss, gradients = gradient(img, model).",
    "tf.Module": "The paper's classes are built in: DeepDream(model) and TiledGradients(model).",
    "tf.function": "Functions run as they are: leave '@tf.function' out.",
    "tf.TensorSpec": "Functions take any shape here: leave the signature out.",
    "tf.keras.layers": "Networks are ready-made here: InceptionV3() or SqueezeNet().",
    "tf.keras.optimizers": "Nothing is trained here: a dream climbs along gradient(img, model).",
    "tf.config": "There is no GPU to set up; set_threads(n) sets the threads.",
    "tf.keras.applications": networks,
    "mpl": "Leave the line out: show(img) shows a picture, plot(values) draws curves.",
    "tf.random.set_seed": "Give seed=… to what draws at random: dream, random_roll, random_uniform.",
    "np.random.seed": "Give seed=… to what draws at random: dream, random_roll, random_uniform.",
    "tf.__version__": "There is no TensorFlow here: its names are names of DreamKit's own commands.",
    "np.concatenate": sideBySide, "np.hstack": sideBySide, "np.vstack": sideBySide, "tf.concat": sideBySide,
    "np.transpose": turning, "tf.transpose": turning, "np.flip": turning, "np.rot90": turning,
    "tf.image.flip_left_right": turning, "tf.image.flip_up_down": turning, "tf.image.rot90": turning,
    "np.sqrt": "x ** 0.5 is the square root.", "tf.sqrt": "x ** 0.5 is the square root.",
    "np.square": "x ** 2 is the square.", "tf.square": "x ** 2 is the square.",
    "exit": stopping, "quit": stopping,
    "np.random":
      "random_uniform(shape, minval, maxval) draws numbers; sample_image(seed=1) paints a picture.",
    "os": "Leave the line out: files are read by load(path), written by save(img, path).",
    "math": "Leave the line out: x ** 0.5 is the square root; round, min, max and abs are there.",
    "random": "Leave the line out: random_roll(img, maxroll) and random_uniform(shape) draw at random.",
    "cv2": "Leave the line out: load(path) reads a picture, resize(img, shape) scales it.",
    "torch": "Leave the line out. \(networks)", "torchvision": "Leave the line out. \(networks)",
    "scipy": "Leave the line out: resize, clip, mean and std are there.",
    "skimage": "Leave the line out: load, save and resize are there.",
    "imageio": "Leave the line out: load(path) reads a picture, save(img, path) writes it.",
    "requests": "Leave the line out: download(url) fetches a picture.",
    "urllib": "Leave the line out: download(url) fetches a picture.",
    "tqdm": "Leave the line out: dreams show how far they are.",
    "warnings": "Leave the line out.",
    "pathlib": "Leave the line out: a path is a string here.",
    "functools": "Leave the line out: functions run as they are.",
  ]
}
