/// Turns the YAML of a process into a `Process`, or says everything that is wrong with it.
public enum ProcessCompiler {
  /// Compiles a source of at most 64 KiB; pure. With `expected`, the source must name that process.
  ///
  /// The error lists all problems, not only the first. `docs/processes.md` describes the source. Of a process alone it is not
  /// known which others there are; ``check(_:among:)`` looks at what processes say of one another.
  public static func compile(
    _ yaml: String, key expected: ProcessKey? = nil, version: Int, among surroundings: Surroundings = .alone
  ) throws(ProcessError) -> Process {
    let sourceName = "\(expected?.rawValue ?? "process").yaml"
    let source = try YAMLSource.parse(yaml, called: sourceName)
    var draft = ProcessDraft(source, among: surroundings)
    let process = draft.read(source.root, key: expected, version: version)
    guard let process, draft.problems.isEmpty else { throw ProcessError(sourceName, draft.problems) }
    return process
  }

  /// Compiles processes that will stand together, each as version 1: they may name one another, and what `surroundings` has
  /// beside them. Where two have one key, the last is the one that others see.
  ///
  /// Spawn cycles are found here, and actions that are to be done on a parent that has none such.
  ///
  /// - Returns: one result a source, in order.
  public static func check(
    _ sources: [String], among surroundings: Surroundings
  ) -> [Result<Process, ProcessError>] {
    var alone = surroundings
    alone.processes = nil
    var together = surroundings
    together.processes = together.processes ?? [:]
    let first = sources.map { result(of: $0, among: alone) }
    for case .success(let process) in first { together.processes?[process.key] = process }
    return zip(sources, first).map { source, result in
      guard case .success = result else { return result }
      return Self.result(of: source, among: together)
    }
  }

  private static func result(of source: String, among surroundings: Surroundings) -> Result<Process, ProcessError> {
    do throws(ProcessError) {
      return .success(try compile(source, version: 1, among: surroundings))
    } catch {
      return .failure(error)
    }
  }
}

extension YAMLSource {
  /// Parses; an unreadable source is an error like any other.
  package static func parse(_ yaml: String, called name: String) throws(ProcessError) -> YAMLSource {
    do throws(Unreadable) {
      return try YAMLSource(yaml)
    } catch {
      throw ProcessError(
        source: name,
        problems: [
          .init(line: error.line, column: error.column, path: "", reason: error.reason, suggestion: error.suggestion)
        ])
    }
  }
}

extension ProcessError {
  /// Problems in the order of the source.
  package init(_ source: String, _ problems: [Problem]) {
    self.init(source: source, problems: problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
  }
}
