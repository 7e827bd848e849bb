import Domain
import Projections

/// What the texts of measures and reports name that an office does not have, by line.
public struct MentionProblems: Sendable {
  /// All but the same as a name that there is: a slip of the finger.
  public fileprivate(set) var mistakes: [ProcessError.Problem] = []
  /// Like nothing that there is; it may still come, and counts nothing until then.
  public fileprivate(set) var absences: [ProcessError.Problem] = []
}

extension OfficeNames {
  /// The mentions of a file that the office has no names for; of a value some order may still have had it.
  public func unknown(in file: String, called name: String) throws(ProcessError) -> [Mention] {
    try MentionReader.mentions(in: file, called: name).filter { mention in
      guard let names = names(of: mention.field) else { return true }
      switch mention.thing {
      case .value(_, let value):
        // Where anything can be written, a report may well be there before the first who writes it.
        return !names.values.contains(value) && (names.isClosed || !names.values.isEmpty)
      case .formField: return false
      case .level(let field, let level): return depth(of: field) < level
      }
    }
  }

  /// What to say about mentions that neither the office nor any order knows.
  public func problems(with mentions: [Mention]) -> MentionProblems {
    var problems = MentionProblems()
    for mention in mentions {
      func problem(_ reason: String, _ suggestion: String) -> ProcessError.Problem {
        .init(line: mention.line, column: mention.column, path: mention.path, reason: reason, suggestion: suggestion)
      }
      guard let names = names(of: mention.field) else {
        guard case .form(let field) = mention.field else { continue }
        if let meant = Spelling.nearest(to: field, in: formFields) {
          problems.mistakes.append(problem("no form has the field `\(field)`", "did you mean `\(meant)`?"))
        } else {
          problems.absences.append(
            problem("no form has the field `\(field)` yet", "nothing has a value of it until a process asks for it"))
        }
        continue
      }
      switch mention.thing {
      case .value(let field, let value):
        let meant = near(value, in: names.values, of: field)
        if let meant, names.isClosed {
          problems.mistakes.append(
            problem("there is no \(field.name) `\(value)`", "did you mean `\(meant)`? if not, set it up first"))
        } else {
          problems.absences.append(
            problem(
              "there is no \(field.name) `\(value)` yet, and no order had it",
              meant.map { "did you mean `\($0)`?" } ?? "it counts nothing until there is one"))
        }
      case .level(let field, let level):
        problems.absences.append(
          problem(
            "no tree has a level \(level) of `\(field.name)`",
            depth(of: field) > 0
              ? "there are \(depth(of: field)); below the last one all stands in it" : "no tree is set up yet"))
      case .formField: break
      }
    }
    return problems
  }

  /// Near enough to be a slip of the finger.
  private func near(_ value: String, in known: [String], of field: FactField) -> String? {
    let action = "act:\(value)"
    if field == .step, known.contains(action) { return action }
    return Spelling.nearest(to: value, in: known)
  }
}
