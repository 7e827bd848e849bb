import BackOffice
import Domain
import Foundation

extension Explanation {
  /// Why an order does not do as asked, and what it would do.
  static func refused(_ no: OrderNumber, _ refusal: OrderRefusal) -> Failure {
    func names<T>(_ keys: [Key<T>]) -> String { keys.map(\.rawValue).joined(separator: ", ") }
    return switch refusal {
    case .unknownAction(let action, let known):
      Failure(
        .usage,
        Text(
          zh: "工单 \(no)：流程没有动作 \(action)；有 \(names(known))",
          en: "order \(no): its process has no action \(action); it has \(names(known))"))
    case .notInThisState(let action, let state, let possible):
      Failure(
        .conflict,
        Text(
          zh: "工单 \(no) 处于 \(state)，不能 \(action)；现在可以 \(names(possible))",
          en: "order \(no) is \(state): \(action) is not possible; possible now: \(names(possible))"))
    case .missing(let action, let fields):
      Failure(
        .usage,
        Text(
          zh: "工单 \(no)：\(action) 需要 \(names(fields))；用 --set 名称=内容 填写（单位用 --unit）",
          en: "order \(no): \(action) needs \(names(fields)); give --set name=text (a unit with --unit)"))
    case .tooOften(let action, let max):
      Failure(
        .conflict,
        Text(zh: "工单 \(no)：\(action) 最多 \(max) 次", en: "order \(no): \(action) was done \(max) times, which is all"))
    case .finished(let state, let possible):
      Failure(
        .conflict,
        Text(
          zh: "工单 \(no) 已是 \(state)；现在可以 \(names(possible))",
          en: "order \(no) is \(state); possible now: \(names(possible))"))
    case .alreadyAssigned(let unit):
      Failure(.conflict, Text(zh: "工单 \(no) 已在 \(unit)", en: "order \(no) is with \(unit) already"))
    case .emptyNote: Failure(.usage, Text(zh: "备注没有内容", en: "the note has no words"))
    case .withdrawn:
      Failure(
        .conflict,
        Text(zh: "工单 \(no) 已随导入撤销而收回", en: "order \(no) was withdrawn when its import was undone"))
    }
  }
}
