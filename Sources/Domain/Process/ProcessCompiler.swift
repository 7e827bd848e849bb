/// Turns the YAML of a process into a `Process`, or says everything that is wrong with it.
public enum ProcessCompiler {
  /// Compiles a source of at most 64 KiB; pure. With `expected`, the source must name that process.
  ///
  /// The error lists all problems, not only the first. `domain.md` section 2 describes the source.
  public static func compile(
    _ yaml: String, key expected: ProcessKey? = nil, version: Int
  ) throws(ProcessError) -> Process {
    let sourceName = "\(expected?.rawValue ?? "process").yaml"
    let source: YAMLSource
    do {
      source = try YAMLSource(yaml)
    } catch {
      throw ProcessError(
        source: sourceName,
        problems: [
          .init(line: error.line, column: error.column, path: "", reason: error.reason, suggestion: error.suggestion)
        ])
    }
    var draft = ProcessDraft(source)
    let process = draft.read(source.root, key: expected, version: version)
    guard let process, draft.problems.isEmpty else {
      throw ProcessError(
        source: sourceName, problems: draft.problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
    }
    return process
  }
}
