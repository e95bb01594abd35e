/// What to say about names of other libraries that no single command replaces.
enum ForeignNames {
  /// What to do in place of a module or of one of its names; nil where there is nothing to say.
  static func advice(for path: String) -> String? {
    var path = path[...]
    while true {
      if let advice = table[String(path)] { return advice }
      guard let dot = path.lastIndex(of: ".") else { return nil }
      path = path[..<dot]
    }
  }

  // MARK: Implementation

  private static let networks = "The networks here are DreamNet, InceptionV3 and SqueezeNet."

  private static let table: [String: String] = [
    "VGG16": networks, "VGG19": networks, "ResNet50": networks, "Xception": networks, "MobileNetV2": networks,
    "DenseNet121": networks, "InceptionResNetV2": networks, "EfficientNetB0": networks,
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
    "mpl": "A picture is shown by show(img); there are no plots.",
    "np.random":
      "random_uniform(shape, minval, maxval) draws numbers; sample_image(seed=1) paints a picture.",
    "os": "Leave the line out: files are read by load(path), written by save(img, path).",
    "math": "Leave the line out: x ** 0.5 is the square root; round, min, max and abs are there.",
    "random": "Leave the line out: random_roll(img, maxroll) and random_uniform(shape) draw by chance.",
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
