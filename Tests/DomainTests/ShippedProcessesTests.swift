import Domain
import TestSeeds
import Testing

@Test(arguments: ShippedProcesses.all.map(\.key)) func aShippedProcessCompiles(_ key: ProcessKey) throws {
  let yaml = try #require(ShippedProcesses.all.first { $0.key == key }?.yaml)
  let process = try ProcessCompiler.compile(yaml, key: key, version: 1)
  let labels = [process.labels] + process.states.map(\.labels) + process.actions.map(\.labels)
  for label in labels {
    #expect(label.zh?.isEmpty == false)
    #expect(label.en?.isEmpty == false)
  }
}

@Test func theProcessesOfThisVersionAreShipped() {
  #expect(
    ShippedProcesses.all.map(\.key) == [
      "callback", "complaint", "consult", "criticism", "desk", "outreach", "repair",
      "report", "request", "requisition", "suggestion", "survey", "urge",
    ])
}

@Test func theShippedProcessesFitTogether() {
  let results = ProcessCompiler.check(ShippedProcesses.all.map(\.yaml), among: Surroundings(processes: [:]))
  for case .failure(let error) in results { Issue.record(error) }
}

@Test func everyFieldAndChoiceOfAShippedProcessHasLabels() throws {
  for shipped in ShippedProcesses.all {
    let process = try ProcessCompiler.compile(shipped.yaml, version: 1)
    let fields = process.form.fields + process.actions.flatMap(\.asks.fields)
    for labels in fields.map(\.labels) + fields.flatMap(\.choices).map(\.labels) {
      #expect(labels.zh?.isEmpty == false && labels.en?.isEmpty == false, "\(shipped.key)")
    }
  }
}

/// Whatever is done to an order, it can still be brought to an end: from wherever a walk leads, some walk leads on.
@Test(arguments: ShippedProcesses.all.map(\.key), UInt64(0)..<20) func everyWalkHasAWayOut(
  _ key: ProcessKey, _ seed: UInt64
) throws {
  let process = try ProcessCompiler.compile(
    try #require(ShippedProcesses.all.first { $0.key == key }?.yaml), version: 1)
  var random = Seeded(seed)
  var state = process.initial
  var done: [ActionKey: Int] = [:]
  for _ in 0..<200 {
    let kind = try #require(process.state(state)?.kind)
    // What is used up is not done again; what stands in for it must be possible.
    let possible = process.actions(from: state).filter { action in
      action.max.map { done[action.key, default: 0] < $0 } ?? true
    }
    for action in process.actions(from: state) where !possible.contains(action) {
      let then = try #require(action.then)
      #expect(possible.contains { $0.key == then }, "\(key), seed \(seed): stuck in \(state)")
    }
    guard let action = possible.randomElement(using: &random) else {
      #expect(kind.isFinal, "\(key), seed \(seed): stuck in \(state)")
      return
    }
    done[action.key, default: 0] += 1
    state = action.to
  }
}

@Test func aPromiseRunsInEveryOpenStateOfARequest() throws {
  let yaml = try #require(ShippedProcesses.all.first { $0.key == "request" }?.yaml)
  let process = try ProcessCompiler.compile(yaml, version: 1)
  #expect(process.clock("promise")?.target == .given)
  for state in process.states { #expect(state.clocks.contains("promise") == (state.kind == .open)) }
  #expect(process.rules.map(\.offset.description) == ["-1d", "0", "0", "+1d", "+3d"])
  #expect(process.rules.map(\.level) == [0, 0, 0, 1, 2])
}

/// Any damage to a source is either harmless or named with a line that exists.
@Test(arguments: UInt64(0)..<200) func damageNeverCrashesTheCompiler(_ seed: UInt64) {
  var random = Seeded(seed)
  let source = ShippedProcesses.all.randomElement(using: &random)?.yaml ?? ""
  var scalars = Array(source.unicodeScalars)
  for _ in 0..<Int.random(in: 1...4, using: &random) {
    let place = Int.random(in: 0..<scalars.count, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: scalars.remove(at: place)
    case 1: scalars.insert("{}[]:,-&*!|>'\"%@#\n\t ：".unicodeScalars.randomElement(using: &random) ?? " ", at: place)
    case 2: scalars.swapAt(place, Int.random(in: 0..<scalars.count, using: &random))
    default: scalars.insert(contentsOf: scalars[place..<min(place + 60, scalars.count)], at: place)
    }
  }
  var damaged = String.UnicodeScalarView()
  damaged.append(contentsOf: scalars)
  let lines = scalars.count { $0 == "\n" } + 1
  do {
    _ = try ProcessCompiler.compile(String(damaged), version: 1)
  } catch {
    #expect(!error.problems.isEmpty, "seed \(seed)")
    #expect(error.problems.allSatisfy { (1...lines + 1).contains($0.line) && $0.column >= 1 }, "seed \(seed)")
  }
}
