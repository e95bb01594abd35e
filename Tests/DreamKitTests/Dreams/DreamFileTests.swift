import Foundation
import Ground
import TestSupport
import Testing

@testable import DreamKit

/// Dreams with their records: in memory, in PNG files, and made again from there.
struct DreamFileTests {
  private let levels = Image.sample(width: 40, height: 30).levels

  private func dream(
    _ levels: Tensor? = nil, model: FeatureExtractor? = nil, stop: Int? = nil
  ) throws -> ResumableDream {
    var settings = AscentSettings()
    (settings.octaves, settings.steps, settings.tileSize, settings.seed) = (2, 3, 16, 7)
    var now = 0.0
    var dream = try ResumableDream(
      InputPicture(levels ?? self.levels), settings: settings, on: model ?? makeSmallModel(),
      clock: {
        now += 0.5
        return now
      }, cancellation: Cancellation())
    let cancellation = Cancellation()
    _ = try dream.run(cancellation: cancellation) { if $0.stepsDone == stop { cancellation.cancel() } }
    return dream
  }

  private func picture(_ dream: ResumableDream) throws -> Image {
    var dream = dream
    return try dream.run(until: dream.ascent.stepsDone, cancellation: Cancellation()).picture
  }

  @Test func aPictureAndItsLevelsAreTheSameInput() {
    let picture = Image.sample(width: 12, height: 9)
    #expect(InputPicture(picture) == InputPicture(picture.levels))
    #expect(InputPicture(picture).levels == picture.levels)
  }

  @Test func aRecordTellsTheHistory() throws {
    let provenance = try #require(try picture(dream()).provenance)
    #expect(provenance.log.losses.count == 6 && provenance.log.losses.allSatisfy { $0 != nil })
    #expect(provenance.loss == provenance.log.losses.last)
    #expect(provenance.log.seconds == [Double](repeating: 0.5, count: 6))
    #expect(provenance.log.keptSteps.map(\.stepsDone) == Array(0...6))
    #expect(try provenance.log.keptSteps[6].image().shape == [30, 40, 3])
    guard case .octaves(let settings) = provenance.method else {
      Issue.record("\(provenance.method)")
      return
    }
    #expect(settings == provenance.manifest?.settings)
    #expect(!provenance.wasInterrupted && provenance.remainder == nil)
  }

  @Test func keptStepsAreBounded() {
    let recorder = StepLogger(keeping: 4, side: 8, clock: { 0 })
    let image = Tensor.random([20, 30, 3])
    recorder.begin(with: image, stepsTotal: 1001)
    for step in 1...1001 {
      recorder.observe(
        AscentStep(image: image, loss: nil, octave: nil, step: step, stepsDone: step, stepsTotal: 1001))
    }
    #expect(recorder.log.keptSteps.map(\.stepsDone) == [0, 251, 502, 753, 1001])
    #expect((try? recorder.log.keptSteps[1].image().shape) == [5, 8, 3])
    #expect(recorder.log.losses.count == 1001)
  }

  @Test func aRecordIsNoPartOfEqualityAndIsLeftByPixels() throws {
    let dreamt = try picture(dream())
    let plain = Image(height: dreamt.height, width: dreamt.width, pixels: dreamt.pixels)
    #expect(dreamt == plain && dreamt.provenance != nil && plain.provenance == nil)
  }

  @Test func resumedIsTheSameAsUninterrupted() throws {
    let whole = try picture(dream())
    let provenance = try #require(try picture(dream(stop: 4)).provenance)
    #expect(provenance.wasInterrupted && provenance.manifest?.stepsDone == 4)
    var rest = try ResumableDream(resuming: provenance, clock: { 0 })
    let resumed = try rest.run(cancellation: Cancellation()).picture
    #expect(resumed == whole)
    #expect(resumed.provenance?.log.losses == whole.provenance?.log.losses)
    #expect(resumed.provenance?.manifest == whole.provenance?.manifest)
    let error = #expect(throws: DreamError.self) {
      try ResumableDream(resuming: try #require(whole.provenance), clock: { 0 })
    }
    #expect(error?.message == "This dream is complete: nothing is left to do.")
  }

  @Test func theRecordSurvivesThePNGFile() throws {
    let dreamt = try picture(dream())
    let file = try dreamt.pngDataWithManifest()
    #expect(try Image(decoding: file) == dreamt)
    let read = try DreamFile(file)
    #expect(read.manifest == dreamt.provenance?.manifest)
    #expect(read.manifest.resultDigest == Manifest.digest(of: dreamt))
    #expect(read.input?.levels == levels)
    #expect(try DreamFile(dreamt.pngDataWithManifest(embedsInput: false)).input == nil)
  }

  @Test(arguments: [nil, 4]) func theRecordMakesThePictureAgain(_ stop: Int?) throws {
    let dreamt = try picture(dream(stop: stop))
    let read = try DreamFile(dreamt.pngDataWithManifest())
    let (manifest, input) = (read.manifest, try #require(read.input))
    let model = try makeSmallModel()
    try manifest.checkVersion()
    try manifest.check(input)
    try manifest.check(model, cancellation: Cancellation())
    var again = try ResumableDream(
      input, settings: manifest.settings, on: model, clock: { 0 }, cancellation: Cancellation())
    let replayed = try again.run(until: manifest.stepsDone, cancellation: Cancellation()).picture
    #expect(replayed == dreamt && manifest.difference(of: replayed) == nil)
  }

  @Test func levelsThatAreNoWholeNumbersTravelToo() throws {
    let broken = levels.map { $0 * 0.9 + 0.3 }
    let read = try DreamFile(try picture(dream(broken)).pngDataWithManifest())
    #expect(read.input?.levels == broken)
  }

  @Test func whatIsMissingIsSaid() throws {
    var manifest = try DreamFile(try picture(dream()).pngDataWithManifest()).manifest
    let other = #expect(throws: DreamError.self) {
      try manifest.check(makeSmallModel(seed: 9), cancellation: Cancellation())
    }
    #expect(other?.message == "These are other weights of small than those of the dream.")
    #expect(
      #expect(throws: DreamError.self) { try manifest.check(InputPicture(levels.map { 255 - $0 })) }?.message
        == "This is not the picture that the dream began with: its levels differ.")
    #expect(
      #expect(throws: DreamError.self) {
        try manifest.check(InputPicture(Image.sample(width: 9, height: 9)))
      }?.message
        == "This is not the picture that the dream began with: it has 9×9 pixels, that one had 40×30.")
    #expect(
      #expect(throws: DreamError.self) { try manifest.makeModel(cancellation: Cancellation()) }?.message
        == "This version of DreamKit has no network named 'small'.")
    #expect(
      manifest.difference(of: Image.sample(width: 9, height: 9))?.hasSuffix("than the one that made it.")
        == true)
    manifest.version = "0.0.9"
    #expect(
      manifest.difference(of: Image.sample(width: 9, height: 9))?.contains("by DreamKit 0.0.9, and this is")
        == true)
    manifest.method = 99
    let version = #expect(throws: DreamError.self) { try manifest.checkVersion() }
    #expect(version?.remedy == "Replay it with DreamKit 0.0.9.")
  }

  @Test func recipesAreWrittenLineByLine() throws {
    var manifest = try DreamFile(try picture(dream()).pngDataWithManifest()).manifest
    for source: WeightSource? in [
      nil, .imagenet, .random(seed: .max), .file("a\\b\nweights: \u{E9} imagenet.h5"),
    ] {
      manifest.weights = source
      #expect(try Manifest(text: manifest.text).weights == source)
    }
    #expect(manifest.text.contains("\nlayers: layer\n") && manifest.text.contains("\ninput_size: 40×30\n"))
    for line in manifest.text.split(separator: "\n") {
      #expect(throws: DreamError.self) { try Manifest(text: manifest.text.replacing(line + "\n", with: "")) }
    }
    for (from, to) in [
      ("octaves: 2", "octaves: 2000000000"), ("steps: 3", "steps: -1"),
      ("octave_scale: 1.4", "octave_scale: nan"),
      ("tile_size: 16", "tile_size: 0"), ("steps_done: 6", "steps_done: 7"),
    ] {
      #expect(manifest.text.contains(from))
      #expect(throws: DreamError.self) { try Manifest(text: manifest.text.replacing(from, with: to)) }
    }
  }

  @Test func filesWithoutARecordAreRefused() throws {
    let plain = #expect(throws: DreamError.self) {
      try DreamFile(Image.sample(width: 9, height: 9).pngData())
    }
    #expect(plain?.message == "This file carries no record of a dream.")
    #expect(throws: DreamError.self) { try DreamFile([]) }
    #expect(throws: DreamError.self) { try DreamFile(contentsOf: "/nowhere/x.png") }
    // A byte of the record's picture that has changed is noticed by the chunk's check sum.
    var file = try picture(dream()).pngDataWithManifest()
    let place = try #require(file.indices.first { file[$0...].starts(with: Array("dkIp".utf8)) })
    file[place + 40] ^= 1
    #expect(try DreamFile(file).input == nil)
  }

  @Test func thePapersDreamsTellTheirSettings() throws {
    var ascent = PaperOctaveAscent()
    ascent.octaves = [-1, 0]
    let provenance = Provenance(
      command: "run_deep_dream_simple", network: "small", layers: ["a", "b"],
      method: .paperOctaves(ascent, seed: 7), log: StepLog(), wasInterrupted: false)
    let file = try Image.sample(width: 9, height: 9).with(provenance: provenance).pngDataWithManifest()
    let text = try #require(PNGCodec.text("DreamKit", in: file))
    #expect(text.contains("\ncommand: run_deep_dream_simple\n") && text.contains("\noctaves: -1, 0\n"))
    let error = #expect(throws: DreamError.self) { try DreamFile(file) }
    #expect(error?.message.contains("settings only") == true)
  }
}
