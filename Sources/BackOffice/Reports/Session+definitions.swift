import Domain
import EventCodec
import EventStore
import FoundationEssentials
import Postgres
import Projections
import Reports

extension ReportLibrary {
  /// What is in force beside what an office has published.
  init(_ definitions: Definitions) {
    self.init(
      published: definitions.publishedReports.map { text in
        DefinitionText(kind: text.kind, key: text.key, edition: .published(text.version), yaml: text.body)
      })
  }
}

/// Why measures and reports are not published, or not retired.
public enum ReportDefinitionError: Error, Sendable {
  /// What is in force would not hold any more; the first reason of each.
  case breaks([(key: String, reason: String)])
  /// None of this name was published.
  case notPublished(DefinitionPublished.Kind, String, known: [String])
  /// It comes with Hotline and stays.
  ///
  /// - Parameter isText: a published one of its name would stand in for it.
  case comesWithHotline(DefinitionPublished.Kind, String, isText: Bool)
}

extension Session {
  /// The measures and reports that are in force.
  public func reportLibrary() async throws -> ReportLibrary { ReportLibrary(try await definitions()) }

  /// The same as of a position of the log.
  public func reportLibrary(asOf position: Int64) async throws -> ReportLibrary {
    let codec = codec
    return ReportLibrary(
      try await connection.run { try ProjectionRunner.definitions(upTo: position, codec, on: $0) })
  }

  /// Whether any call was ever recorded: without one, reports of calls are refused.
  public func hasCalls() async throws -> Bool {
    try await connection.run { try CallFacts.areThere(on: $0) }
  }

  /// Brings what a report is read from to one position of the log, and makes it.
  ///
  /// - Parameter body: is called again where somebody else brought one of the read models on in between.
  public func makingNow<R: Sendable>(
    _ request: ReportRequest, progress: @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in },
    _ body: () async throws -> R
  ) async throws -> R {
    for _ in 1..<10 {
      try await catchUp(request.models, progress: progress)
      do {
        return try await body()
      } catch {
        guard error as? ReportError == .modelsApart else { throw error }
      }
    }
    try await catchUp(request.models, progress: progress)
    return try await body()
  }

  /// What a file of measures and reports names and the office does not have, as far as it may still come.
  ///
  /// - Throws: ``ProcessError`` where something is all but the same as something that there is; it names all else, too.
  public func absences(in file: String, called name: String) async throws -> [ProcessError.Problem] {
    let names = try await officeNames()
    let sight = try await sight()
    var unknown: [Mention] = []
    for mention in try names.unknown(in: file, called: name) {
      if let value = mention.value {
        try await catchUp(mention.field.models)
        let isKnown = try await connection.run { try mention.field.occurs(value, seenBy: sight, on: $0) }
        if isKnown { continue }
      }
      unknown.append(mention)
    }
    let problems = names.problems(with: unknown)
    guard problems.mistakes.isEmpty else { throw ProcessError(name, problems.mistakes + problems.absences) }
    return problems.absences
  }

  /// Publishes the measures and reports of a file, all or none: the next version of each, or the first.
  ///
  /// - Throws: ``ProcessError`` with every problem and its line; ``ReportDefinitionError/breaks(_:)`` where what is in force
  ///   would not hold beside it.
  /// - Returns: each with its version, and whether that is new; and ``absences(in:called:)``.
  public func publishReports(
    _ file: String, called name: String, at instant: Date
  ) async throws -> (texts: [(text: DefinitionText, version: Int, isNew: Bool)], absences: [ProcessError.Problem]) {
    try require(.reportDefine)
    let library = try await reportLibrary()
    let texts = try library.check(file, called: name)
    let absences = try await absences(in: file, called: name)
    let published = library.texts.filter { !$0.edition.isOfHotline }
    let changed = published.filter { old in !texts.contains { $0.kind == old.kind && $0.key == old.key } } + texts
    try requireWhole(ReportLibrary(published: changed), than: library)
    let results = try await publish(texts.map { ($0.kind, $0.key, $0.yaml) }, at: instant)
    return (zip(texts, results).map { ($0, $1.version, $1.isNew) }, absences)
  }

  /// Takes a measure or report of the office's own out of force; a shipped one of that key is in force again.
  public func retireReport(_ kind: DefinitionPublished.Kind, _ key: String, at instant: Date) async throws {
    try require(.reportDefine)
    let library = try await reportLibrary()
    let published = library.texts.filter { !$0.edition.isOfHotline }
    let left = published.filter { $0.kind != kind || $0.key != key }
    guard left.count < published.count else {
      let isText = ReportLibrary.shipped.texts.contains { $0.kind == kind && $0.key == key }
      if isText || kind == .report && library.reports.contains(where: { $0.key == key }) {
        throw ReportDefinitionError.comesWithHotline(kind, key, isText: isText)
      }
      throw ReportDefinitionError.notPublished(kind, key, known: published.filter { $0.kind == kind }.map(\.key))
    }
    try requireWhole(ReportLibrary(published: left), than: library)
    _ = try await retire(kind, key, at: instant)
  }

  private func requireWhole(_ library: ReportLibrary, than before: ReportLibrary) throws {
    let new = library.broken.filter { item in !before.broken.contains { $0.text == item.text } }
    guard new.isEmpty else {
      throw ReportDefinitionError.breaks(
        new.map { item in
          (
            "\(item.text.kind.rawValue) \(item.text.key)",
            item.error.problems.first.map { "\($0.reason); \($0.suggestion)" } ?? ""
          )
        })
    }
  }
}
