/// Why a process was refused: everything found in it, by line.
public struct ProcessError: Error, Equatable {
  /// One thing to mend.
  public struct Problem: Sendable, Equatable {
    /// From 1.
    public let line: Int
    /// From 1, counted in Unicode scalars.
    public let column: Int
    /// Where in the document: `actions.sign.to`, `rules[2].at` (from 1); empty for the document itself.
    public let path: String
    /// What is wrong.
    public let reason: String
    /// What to do about it.
    public let suggestion: String

    package init(line: Int, column: Int, path: String, reason: String, suggestion: String) {
      self.line = line
      self.column = column
      self.path = path
      self.reason = reason
      self.suggestion = suggestion
    }
  }

  /// What the source is called in `description`: `complaint.yaml`.
  public let source: String
  /// At least one, by line and column.
  public let problems: [Problem]
}

extension ProcessError: CustomStringConvertible {
  /// One line a problem: ``complaint.yaml:12: actions.sign.to: no state is called `workin`; did you mean `working`?``
  public var description: String {
    problems.map { problem in
      let path = problem.path.isEmpty ? "" : "\(problem.path): "
      return "\(source):\(problem.line): \(path)\(problem.reason); \(problem.suggestion)"
    }
    .joined(separator: "\n")
  }
}
