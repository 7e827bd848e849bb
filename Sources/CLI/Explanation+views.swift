import BackOffice
import Domain

extension Explanation {
  /// Saved views and letters.
  static func of(_ error: ViewError) -> Failure {
    switch error {
    case .noSuchView(let name, let known):
      Failure(
        .usage,
        .unknown(
          Text(zh: "没有视图 \(name)", en: "there is no view \(name)"), name, in: known,
          none: Text(zh: "还没有保存任何视图，见 hotline view save --help", en: "none is saved, see hotline view save --help")))
    case .ofSomebodyElse(let name, let owner):
      Failure(
        .notAllowed,
        Text(zh: "视图 \(name) 属于 \(owner)；请换一个名称保存", en: "view \(name) is \(owner)'s own; save yours under another name")
      )
    case .otherSubject(let name, let subject):
      Failure(
        .usage,
        Text(
          zh: "视图 \(name) 列的是 \(subject.rawValue)", en: "view \(name) is a list of \(subject.rawValue); use it there"))
    case .noSuchTemplate(let name, let known):
      Failure(
        .usage,
        .unknown(
          Text(zh: "没有公函模板 \(name)", en: "there is no template \(name)"), name, in: known,
          none: Text(zh: "请先用 hotline template publish 发布", en: "publish one with hotline template publish")))
    }
  }
}
