import Domain

/// A process as a state diagram of mermaid.js.
struct MermaidDiagram {
  let lines: [String]

  init(_ process: Domain.Process, _ language: Language) {
    func words(_ labels: Labels, _ key: String) -> String {
      // Quotes would end the name, a semicolon the line.
      let text = [labels(language), key].compactMap(\.self).joined(separator: " ")
      return String(text.map { "\";:#".contains($0) ? " " : $0 })
    }
    func name(_ state: StateKey) -> String { "s_" + state.rawValue.replacing("-", with: "_") }
    var lines = [
      "---", "title: \(words(process.labels, process.key.rawValue)) v\(process.version)", "---", "stateDiagram-v2",
    ]
    lines += process.states.map { "  state \"\(words($0.labels, $0.key.rawValue))\" as \(name($0.key))" }
    lines.append("  [*] --> \(name(process.initial))")
    for action in process.actions {
      let roles = action.by.map(\.rawValue).joined(separator: ", ")
      for from in action.from {
        lines.append(
          "  \(name(from)) --> \(name(action.to)) : \(words(action.labels, action.key.rawValue)) (\(roles))")
      }
    }
    lines += process.states.filter(\.kind.isFinal).map { "  \(name($0.key)) --> [*]" }
    self.lines = lines
  }
}
