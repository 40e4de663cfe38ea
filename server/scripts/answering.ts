/** What is said first to somebody who rings us, whatever script the call goes on with; spoken, so in the store's language. */
export const ANSWERING = '您好，这里是{店名}服务部，我是{回访员}。{称呼}，请问有什么可以帮您？';
