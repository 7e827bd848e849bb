import Domain
import Projections

/// The text of a measure or report.
public struct DefinitionText: Sendable, Equatable {
  /// `measure` or `report`.
  public let kind: DefinitionPublished.Kind
  /// Its key.
  public let key: String
  /// Which of its texts.
  public let edition: Edition
  /// As somebody wrote it.
  public let yaml: String

  /// A text.
  public init(kind: DefinitionPublished.Kind, key: String, edition: Edition, yaml: String) {
    self.kind = kind
    self.key = key
    self.edition = edition
    self.yaml = yaml
  }
}

/// All measures and reports that are in force: the shipped ones, and those that the office has published, which stand in for
/// shipped ones of the same key.
public struct ReportLibrary: Sendable {
  /// By key.
  public private(set) var measures: [MeasureKey: Measure] = [:]
  /// Those from texts, by key.
  public private(set) var plans: [String: ReportPlan] = [:]
  /// The texts in force of both kinds, by kind and key.
  public private(set) var texts: [DefinitionText] = []
  /// Published texts that are not in force, as something they name is gone.
  public private(set) var broken: [(text: DefinitionText, error: ProcessError)] = []

  /// What comes with Hotline alone.
  public static let shipped = ReportLibrary(published: [])

  /// What is in force beside published texts; what does not hold any more is among ``broken``.
  public init(published: [DefinitionText]) {
    for text in ShippedReports.texts + published {
      texts.removeAll { $0.kind == text.kind && $0.key == text.key }
      texts.append(text)
    }
    // A text is left out together with what names it, one round after the other.
    while true {
      let documents = texts.map { (document: DefinitionDocuments($0.yaml).documents.first, text: $0) }
      let results = LibraryCompiler(known: [:]).compile(
        documents.map { item in
          .init(
            yaml: item.document?.padded ?? item.text.yaml, name: "\(item.text.key).yaml", edition: item.text.edition)
        })
      let failed = zip(texts, results).compactMap { text, result in result.error.map { (text: text, error: $0) } }
      guard failed.isEmpty else {
        broken += failed
        texts.removeAll { text in failed.contains { $0.text == text } }
        continue
      }
      for result in results {
        if let measure = result.measure { measures[measure.key] = measure }
        if let plan = result.plan { plans[plan.key] = plan }
      }
      break
    }
    texts.sort { ($0.kind.rawValue, $0.key) < ($1.kind.rawValue, $1.key) }
  }

  /// The reports in the order in which they are listed: those written in Swift, then by key.
  public var reports: [ReportDefinition] {
    ReportCatalog.builtIn + plans.values.sorted { $0.key < $1.key }.map { $0.definition(measures) }
  }

  /// The report of a name.
  public func report(_ key: String) throws(ReportError) -> ReportDefinition {
    if let definition = ReportCatalog.builtIn.first(where: { $0.key == key }) { return definition }
    guard let plan = plans[key] else { throw .noSuchReport(key, known: reports.map(\.key)) }
    return plan.definition(measures)
  }

  /// Checks a file of measures and reports beside what is in force.
  ///
  /// - Parameter version: the version that a document would get, by kind and key.
  /// - Returns: its documents, in order, as they would be published.
  /// - Throws: every problem of the file, with its line.
  public func check(
    _ file: String, called name: String, version: (DefinitionPublished.Kind, String) -> Int = { _, _ in 1 }
  ) throws(ProcessError) -> [DefinitionText] {
    let documents = DefinitionDocuments(file).documents
    guard !documents.isEmpty else {
      throw ProcessError(
        name,
        [
          .init(
            line: 1, column: 1, path: "", reason: "the file is empty", suggestion: "write `measure: …` or `report: …`")
        ])
    }
    let results = LibraryCompiler(known: measures).compile(
      documents.map { .init(yaml: $0.padded, name: name, edition: .published(1)) })
    let problems = results.compactMap(\.error).flatMap(\.problems)
    guard problems.isEmpty else { throw ProcessError(name, problems) }
    var texts: [DefinitionText] = []
    for (document, result) in zip(documents, results) {
      guard let (kind, key) = result.name else { continue }
      if texts.contains(where: { $0.kind == kind && $0.key == key }) {
        throw ProcessError(
          name,
          [
            .init(
              line: document.line, column: 1, path: "", reason: "\(kind.rawValue) `\(key)` is in the file twice",
              suggestion: "keep one of them")
          ])
      }
      texts.append(
        DefinitionText(kind: kind, key: key, edition: .published(version(kind, key)), yaml: document.text))
    }
    return texts
  }
}

/// Compiles texts of measures and reports together: they may name one another.
struct LibraryCompiler {
  /// Measures beside those of the texts.
  let known: [MeasureKey: Measure]

  struct Source {
    let yaml: String
    let name: String
    let edition: Edition
  }

  struct Result {
    var measure: Measure?
    var plan: ReportPlan?
    var error: ProcessError?

    var name: (DefinitionPublished.Kind, String)? {
      if let measure { (.measure, measure.key.rawValue) } else if let plan { (.report, plan.key) } else { nil }
    }
  }

  /// One result a text, in order.
  func compile(_ sources: [Source]) -> [Result] {
    var results = [Result](repeating: Result(), count: sources.count)
    var drafts: [(index: Int, draft: MeasureDraft)] = []
    var reports: [(index: Int, yaml: YAMLSource)] = []
    for (index, source) in sources.enumerated() {
      do throws(ProcessError) {
        let yaml = try YAMLSource.parse(source.yaml, called: source.name)
        if Self.isReport(yaml) {
          reports.append((index, yaml))
          continue
        }
        var reader = MeasureReader(reader: YAMLReader(yaml))
        let draft = reader.read(yaml.root, isShipped: source.edition.isShipped, version: source.edition.number)
        guard let draft, reader.reader.problems.isEmpty else {
          throw ProcessError(source.name, reader.reader.problems)
        }
        drafts.append((index, draft))
      } catch {
        results[index].error = error
      }
    }
    var problems: [Int: [ProcessError.Problem]] = [:]
    let set = MeasureSet(known, adding: drafts.map(\.draft), problems: &problems)
    for (place, item) in drafts.enumerated() {
      results[item.index].measure = item.draft.measure
      if let found = problems[place] { results[item.index].error = ProcessError(sources[item.index].name, found) }
    }
    for (index, yaml) in reports {
      var reader = ReportReader(YAMLReader(yaml), measures: set.measures)
      let edition = sources[index].edition
      let plan = reader.read(yaml.root, isShipped: edition.isShipped, version: edition.number)
      if let plan, reader.reader.problems.isEmpty {
        results[index].plan = plan
      } else {
        results[index].error = ProcessError(sources[index].name, reader.reader.problems)
      }
    }
    return results
  }

  private static func isReport(_ yaml: YAMLSource) -> Bool {
    var reader = YAMLReader(yaml)
    return reader.entries(of: yaml.root)?.contains { $0.key == "report" } == true
  }
}

extension Edition {
  /// Whether it came with the program.
  public var isOfHotline: Bool { isShipped }
  var isShipped: Bool { if case .shipped = self { true } else { false } }
  var number: Int {
    switch self {
    case .shipped(let number), .published(let number): number
    }
  }
}
