import DreamKit
import Ground
import Testing

@testable import DreamCommands
@testable import DreamLanguage
@testable import TestSupport

/// DreamNet in the language: the paper's cells, channels, classes.
struct NetworkCommandTests {
  private let session = Session()

  private func run(_ code: String, _ sink: RecordingSink = RecordingSink()) -> Outcome {
    session.execute(code, sink: sink, cancellation: Cancellation())
  }

  private func text(_ code: String) -> String? {
    guard case .text(let text) = run(code).result?["text/plain"] else { return nil }
    return text
  }

  @Test func thePapersCellsRunOnDreamNet() {
    let cells = """
      base_model = DreamNet()
      names = ['mixed3', 'mixed5']
      layers = [base_model.get_layer(name).output for name in names]
      dream_model = Model(inputs=base_model.input, outputs=layers)
      deepdream = DeepDream(dream_model)
      img = preprocess_input(sample_image(100, 90))
      loss, dreamt = deepdream(img, 2, 0.01)
      """
    #expect(run(cells).failure == nil)
    #expect(text("dreamt.shape") == "(90, 100, 3)")
    #expect(text("calc_loss(dreamt, dream_model) > calc_loss(img, dream_model)") == "True")
  }

  @Test func channelsAreSelectedAsInTensorFlow() {
    #expect(run("base_model = DreamNet()\nout = base_model.get_layer('mixed4').output").failure == nil)
    #expect(text("out[..., 11]") == "<output of DreamNet's layer mixed4[..., 11]>")
    #expect(text("out[:, :, :, 8:16]") == "<output of DreamNet's layer mixed4[..., 8:16]>")
    #expect(text("out[..., 8:16][..., -1]") == "<output of DreamNet's layer mixed4[..., 15]>")
    #expect(text("Model(base_model.input, out[..., 11]).outputs") == "['mixed4[..., 11]']")
    #expect(run("img = preprocess_input(sample_image(100, 90))").failure == nil)
    #expect(text("Model(base_model.input, out[..., 8:16])(img).shape") == "(3, 4, 8)")
    let same =
      "abs(calc_loss(img, Model(base_model.input, out[..., 11])) - mean(Model(base_model.input, out)(img)[..., 11])) < 1e-6"
    #expect(text(same) == "True")
  }

  @Test(arguments: [
    ("out[3]", "last axis"), ("out[..., ::2]", "step 1"), ("out[..., 5:5]", "not empty"),
    ("out[..., 384]", "no place 384"),
    ("out[1, ..., 3]", "last axis"), ("out[..., 'a']", "whole numbers"),
  ]) func whatIsNoChannelIsRefused(_ code: String, _ words: String) {
    let failure = run("out = DreamNet().get_layer('mixed4').output\n" + code).failure
    #expect(failure?.message.contains(words) == true, "\(failure?.message ?? "no failure")")
  }

  @Test func theClassifierNamesWhatItSees() {
    let seen = run("base_model = DreamNet(include_top=True)\nlist(base_model.classes[:2])")
    #expect(seen.failure == nil)
    #expect(text("len(classify(preprocess_input(sample_image(100, 90)), base_model, top=3))") == "3")
    #expect(
      run("classify(sample_image(100, 90), DreamNet())").failure?.traceback.joined().contains(
        "include_top=True") == true)
  }

  @Test func pretrainedSaysWhichNetworkItIs() {
    let sink = RecordingSink()
    #expect(run("pretrained('DreamNet').name", sink).result?["text/plain"] == .text("'DreamNet'"))
    #expect(sink.output == "DreamNet, trained on drawn pictures.\n")
    #expect(
      run("pretrained('VGG16')").failure?.traceback.joined().contains("'DreamNet' and 'InceptionV3'") == true)
    #expect(
      run("DreamNet(weights='imagenet')").failure?.message.hasPrefix("DreamNet has not seen ImageNet.")
        == true)
  }

  @Test func noiseIsTheSameForTheSameSeed() {
    #expect(text("random_normal((2, 3), seed=4).shape") == "(2, 3)")
    #expect(text("mean(abs(random_normal((9,), seed=4) - random_normal((9,), seed=4)))") == "0.0")
    #expect(run("random_normal((2, -3))").failure?.message.contains("whole numbers") == true)
    #expect(run("random_uniform((60000, 60000, 9))").failure?.message.contains("too large") == true)
  }
}
