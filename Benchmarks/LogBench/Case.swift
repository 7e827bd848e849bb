/// Something to measure: named, run once a round.
struct Case {
  /// As the table shows it; also what other cases refer to.
  let name: String
  /// Runs once.
  let run: (BenchServer) async throws -> Sample

  init(_ name: String, _ run: @escaping (BenchServer) async throws -> Sample) {
    self.name = name
    self.run = run
  }
}

/// What is promised of a figure.
struct Promise {
  /// In words: "100 per transaction, of COPY BINARY".
  let what: String
  /// The figure from the medians of all cases.
  let figure: (Results) -> Double
  let limit: Limit

  enum Limit {
    case atLeast(Double)
    case atMost(Double)
  }
}

/// Cases that are measured in turn, round after round, and what is promised of them.
struct Section {
  let name: String
  let cases: [Case]
  let promises: [Promise]
}

/// All samples of a section.
struct Results {
  private(set) var samples: [String: [Sample]] = [:]

  mutating func add(_ sample: Sample, to name: String) { samples[name, default: []].append(sample) }

  /// The median over the rounds of one figure of one case.
  func median(_ name: String, _ figure: (Sample) -> Double) -> Double {
    middle(of: (samples[name] ?? []).map(figure))
  }

  /// The ratio of two cases in the same round, median over the rounds: what both saw of a busy machine falls out.
  func ratio(_ name: String, of base: String, _ figure: (Sample) -> Double) -> Double {
    middle(of: zip(samples[name] ?? [], samples[base] ?? []).map { figure($0) / figure($1) })
  }
}
