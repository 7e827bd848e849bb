import EventStore

extension LogFault {
  /// The name of the reason for scripts; never changed once they read it.
  var code: String {
    switch reason {
    case .missing: "missing"
    case .doubled: "doubled"
    case .unreadable: "unreadable"
    case .changed: "changed"
    case .hashChanged: "hash-changed"
    case .moved: "moved"
    case .inserted: "inserted"
    case .doesNotFollow: "does-not-follow"
    case .noStream: "no-stream"
    case .noType: "no-type"
    case .version: "version"
    case .personalChanged: "personal-changed"
    case .personalAdded: "personal-added"
    case .personalAlone: "personal-alone"
    case .afterHead: "after-head"
    case .headChanged: "head-changed"
    case .noHead: "no-head"
    case .streamVersion: "stream-version"
    case .sealedIsGone: "sealed-is-gone"
    case .sealedIsAnother: "sealed-is-another"
    }
  }

  /// What does not fit, in words for a person.
  var words: Text { Text(zh: chinese, en: "\(self)") }

  private var chinese: String {
    switch reason {
    case .missing: "事件 \(position) 不见了：它被删除了"
    case .doubled: "位置 \(position) 上有两个事件：其中一个是插入的"
    case .unreadable: "事件 \(position) 无法读取：它的某一列是空的或被截断"
    case .changed: "事件 \(position) 在记录之后被改动：它本身的一行，或者它的流或类型的名称"
    case .hashChanged: "事件 \(position) 的哈希被改动；内容与记录时相同"
    case .moved(let other): "位置 \(position) 上是当初记录在 \(other) 的事件：事件被对调、插入或删除过"
    case .inserted: "事件 \(position) 是插入的：它后面的事件当初记录在这个位置"
    case .doesNotFollow: "事件 \(position) 与前一个事件接不上：此处有事件被替换、插入或删除"
    case .noStream(let number): "事件 \(position) 属于第 \(number) 号流，而该流不见了"
    case .noType(let number): "事件 \(position) 的类型是第 \(number) 号，而该类型不见了"
    case .version(let found, let expected, let stream):
      "事件 \(position) 在 \(stream) 中的版本是 \(found)，应当是 \(expected)"
    case .personalChanged: "事件 \(position) 的个人信息在记录之后被改动"
    case .personalAdded: "事件 \(position) 记录时没有个人信息，现在却有"
    case .personalAlone: "有事件 \(position) 的个人信息，却没有这个事件"
    case .afterHead(let head): "日志应当在 \(head) 结束，却有事件 \(position)"
    case .headChanged: "日志末尾的哈希与最后一个事件 \(position) 不同"
    case .noHead: "日志末尾的记录不见了"
    case .streamVersion(let stream, let says, let last, let count):
      "\(stream) 应当到版本 \(says)；它有 \(count) 个事件，最后的版本是 \(last)"
    case .sealedIsGone(let head): "日志在 \(head) 结束，而封存的是事件 \(position)：末尾的事件被删除了"
    case .sealedIsAnother: "事件 \(position) 不是封存的那一个：日志从那里或更早被重新写过"
    }
  }
}

extension SealError {
  /// What is wrong with a seal or a key, in words for a person.
  var words: Text { Text(zh: chinese, en: "\(self)") }

  private var chinese: String {
    switch self {
    case .noKey: "密钥无法读取：应为 PEM 文件中的 Ed25519 密钥"
    case .nothingToSeal: "日志中还没有事件，无可封存"
    case .noSeal: "其中没有封存记录：应有一行 HOTLINE LOG SEAL 1，并以 END OF SEAL 结束"
    case .newer(let kind): "封存记录是第 \(kind) 种，由更新的 hotline 写成；请用新版程序核对"
    case .malformed(let field): "封存记录的 \(field) 缺失、被截断或抄错；请与原件对照"
    case .otherKey(let seal, let given):
      "封存记录由密钥 \(LogSeal.grouped(seal)) 签署，手头的密钥是 \(LogSeal.grouped(given))；请用 --public-key 给出签署者的公钥，并与原件对照"
    case .notSigned: "签名不符：封存记录被改动或抄错；请与原件对照"
    }
  }
}
