import Domain
import EventCodec
import EventStore
import FoundationEssentials

/// How a process that comes with Hotline stands to what the office has published.
public enum ShippedState: String, Sendable {
  /// The office has the text of this version.
  case current
  /// The office has the text of another version of Hotline.
  case newer
  /// The office has a text of its own.
  case own
  /// The office does not have it.
  case missing
}

extension Session {
  /// Checks processes as they would stand beside what the office has published; nothing is written.
  ///
  /// - Returns: one result a text, in order.
  public func checkProcesses(_ texts: [String]) async throws -> [Result<Domain.Process, ProcessError>] {
    ProcessCompiler.check(texts, among: try await definitions().surroundings)
  }

  /// Publishes processes, all of them or none: the next version of each, or the first. Orders stay on the version they
  /// opened with; a text that is in force already is not published again.
  ///
  /// - Throws: ``ProcessSetError`` where any of them is refused.
  /// - Returns: each as published, and whether that is new.
  public func publishProcesses(
    _ texts: [String], at instant: Date, shipped: Bool = false
  ) async throws -> [(process: Domain.Process, isNew: Bool)] {
    try require(.definitionPublish)
    let surroundings = try await definitions().surroundings
    let checked = try Self.passed(ProcessCompiler.check(texts, among: surroundings))
    let results = try await publish(
      zip(texts, checked).map { (kind: .process, key: $1.key.rawValue, body: $0) }, at: instant, shipped: shipped)
    return try zip(zip(texts, checked), results).map { source, result in
      (
        try ProcessCompiler.compile(source.0, key: source.1.key, version: result.version, among: surroundings),
        result.isNew
      )
    }
  }

  /// How the processes that come with Hotline stand to what the office has published.
  public func shippedStates() async throws -> [ProcessKey: ShippedState] {
    var states: [ProcessKey: ShippedState] = [:]
    for (key, yaml) in ShippedProcesses.all {
      let newest = try await versions(of: .process, key.rawValue).last
      states[key] =
        switch newest {
        case nil: .missing
        case let newest? where newest.definition.body == yaml: .current
        case let newest?: newest.isShipped ? .newer : .own
        }
    }
    return states
  }

  /// Publishes the processes that came with this version of Hotline: the missing and the newer ones, or those that are named,
  /// a text of the office's own among them.
  public func publishShipped(
    _ named: [ProcessKey], at instant: Date
  ) async throws -> [(process: Domain.Process, isNew: Bool)] {
    if let unknown = named.first(where: { key in !ShippedProcesses.all.contains { $0.key == key } }) {
      throw OfficeError.noSuchProcess(unknown.rawValue, known: ShippedProcesses.all.map(\.key.rawValue))
    }
    let states = try await shippedStates()
    let texts = ShippedProcesses.all.filter { key, _ in
      named.isEmpty ? states[key] == .missing || states[key] == .newer : named.contains(key)
    }
    return try await publishProcesses(texts.map(\.yaml), at: instant, shipped: true)
  }

  /// Publishes an earlier text of a process anew, as its next version.
  public func rollBackProcess(
    _ key: ProcessKey, to version: Int, at instant: Date
  ) async throws -> (process: Domain.Process, isNew: Bool) {
    let versions = try await versions(of: .process, key.rawValue)
    guard !versions.isEmpty else { throw await noSuchProcess(key) }
    guard let found = versions.first(where: { $0.definition.version == version }) else {
      throw OfficeError.definition(
        .noSuchVersion(key, version, newest: versions.last?.definition.version ?? 0))
    }
    let published = try await publishProcesses([found.definition.body], at: instant)
    guard let result = published.first else { throw await noSuchProcess(key) }
    return result
  }

  /// A published text of a process, the newest where no version is named.
  ///
  /// - Throws: ``OfficeError/noSuchProcess(_:known:)``, ``DefinitionRefusal/noSuchVersion(_:_:newest:)``.
  public func processText(_ key: ProcessKey, version: Int? = nil) async throws -> (version: Int, yaml: String) {
    let versions = try await versions(of: .process, key.rawValue)
    guard let newest = versions.last else { throw await noSuchProcess(key) }
    guard let found = version.map({ version in versions.first { $0.definition.version == version } }) ?? newest else {
      throw OfficeError.definition(.noSuchVersion(key, version ?? 0, newest: newest.definition.version))
    }
    return (found.definition.version, found.definition.body)
  }

  /// The refusal of a process that is not published.
  private func noSuchProcess(_ key: ProcessKey) async -> OfficeError {
    let known = (try? await definitions())?.all.map(\.key.rawValue)
    return .noSuchProcess(key.rawValue, known: known ?? [])
  }

  private static func passed(
    _ results: [Result<Domain.Process, ProcessError>]
  ) throws(ProcessSetError) -> [Domain.Process] {
    let errors = results.map { result -> ProcessError? in
      if case .failure(let error) = result { error } else { nil }
    }
    guard errors.allSatisfy({ $0 == nil }) else { throw ProcessSetError(errors: errors) }
    return results.compactMap { try? $0.get() }
  }
}

/// Why processes were not published: for each text, in order, what is wrong with it; `nil` for one that is fine.
public struct ProcessSetError: Error, Sendable {
  /// One entry a text.
  public let errors: [ProcessError?]
}

extension Definitions {
  /// What a new process is checked against.
  public var surroundings: Surroundings {
    Surroundings(
      roles: Set(Role.known).union(allRoles.map(\.key)).sorted(),
      processes: Dictionary(all.map { ($0.key, $0) }) { first, _ in first },
      categories: Set(categoryTrees.map(\.key)), calendars: calendars.keys)
  }
}
