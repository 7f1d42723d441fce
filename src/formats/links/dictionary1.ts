// What documents often say, for packing links of codec d1. FROZEN: every link ever made with it needs these very
// characters, so nothing here may change, not even the order; tests/formats/link.long.test.ts pins its checksum. A better one
// is a new file and a new codec. Deflate reaches back from the end, so what is commonest stands last.

const WORDS = [
  "Abs|AdaptiveAvgPool1d|AdaptiveMaxPool2d|ArgMax|AvgPool1d|AvgPool3d|BCELoss|BCEWithLogitsLoss|BatchNorm3d|Bilinear|Cast|Ceil|",
  "Clamp|ConstantPad2d|ConvTranspose1d|Conv3d|Cos|CosineSimilarity|CumSum|Detach|Dropout2d|ELU|Einsum|Equal|Erf|Expand|Floor|GLU|GRU|",
  "Gather|Greater|Hardsigmoid|Hardswish|HuberLoss|Identity|InstanceNorm2d|KLDivLoss|L1Loss|LSTM|LogSumExp|MaxPool1d|MaxPool3d|Maximum|",
  "Minimum|Mish|Norm|OneHot|PReLU|PixelShuffle|Prod|RNN|ReLU6|Repeat|Round|Select|SELU|Sign|Sin|Slice|SmoothL1Loss|Softplus|Squeeze|Std|",
  "Tan|TopK|Unfold|Unsqueeze|Where|ZeroPad2d|RMSNorm|GroupNorm|Embedding|MultiheadAttention|ScaledDotProductAttention|Upsample|",
  "ConvTranspose2d|Conv1d|LeakyReLU|LogSoftmax|NLLLoss|GELU|SiLU|Transpose|Stack|Split|Concat|LayerNorm|Max|Min|Pow|",
  "queries keys values heads embed_dim num_heads head_dim dropout causal mask tokens vocabulary positions sequence encoder decoder ",
  "residual shortcut block stage stem branch attention projection scores context logits probabilities targets classes labels features ",
  "Batch normalisation, training time. Convolution, pooling and fully connected layers. Upstream gradient. Homework, exercise, lesson: ",
  "the gradient of the loss with respect to its inputs, wire by wire, computed by hand and checked; fill in the blanks. ",
  "\\\\frac{\\\\partial L}{\\\\partial } \\\\sqrt \\\\epsilon \\\\varepsilon \\\\hat{x} \\\\bar{x} \\\\alpha \\\\lambda \\\\theta \\\\delta \\\\Sigma \\\\sigma^2 \\\\sigma \\\\mu \\\\beta \\\\gamma ",
]
const JSON_TEXT = [
  '"exercise":{"blanks":[]},"lesson":"# ","description":"","openedFrom":{"mode":"train"},"collapsed":true,"collapsed":false}],',
  '"groups":[{"id":"group1","label":"","parent":null},"view":{"shapes":"HWC","readOnly":true,"hide":["palette","inspector"],"camera":{"x":',
  ',"y":,"zoom":1},"shapes":"CHW"},"upstream":{"Y:output":[[0.1,-0.2,0.3],[0.5,-1,2]]},"target":"loss:output",',
  '"values":{"running_mean":[0,0,0],"running_var":[1,1,1],"weight":[[0.25,-0.5,0.75],"bias":[0,0.125],"f64":"AAAAAAAA","f32":"AACAPwAAAAA=",',
  '"normalized_shape":[],"elementwise_affine":true,"affine":false,"num_groups":,"num_embeddings":,"embedding_dim":,"negative_slope":0.01,',
  '"approximate":"tanh","label_smoothing":0,"ignore_index":-100,"reduction":"mean","reduction":"sum","reduction":"none","ceil_mode":true,',
  '"count_include_pad":false,"padding_mode":"zeros","circular","reflect","replicate","padding":"same","padding":"valid","dilation":2,',
  '"track_running_stats":true,"momentum":0.1,"num_features":,"eps":0.00001,"rescale":true,"p":0.5,"distribution":"normal","uniform",',
  '"bernoulli","one_hot","mean":0,"std":1,"low":0,"high":1,"init":"zeros","ones","correction":0,"correction":1,"dims":[0,2,1],"start_dim":1,',
  '"end_dim":-1,"exponent":2,"min":0,"max":1,"dim":1,"dim":-1,"dim":[0],"keepdim":true},"dim":[0,2,3],"in_channels":3,"groups":1,',
  '"output_size":[1,1],"bias":false},"out_features":10},"out_channels":64,"kernel_size":3,"stride":1,"padding":1},"kernel_size":2,"stride":2},',
  '"shape":[1,3,32,32]},"shape":[1,1,28,28]},"inputs":{"predictions":"","input":"logits","target":"T"},"inputs":{"a":"X","b":"mu"},',
  '"inputs":{"x":"X","mean":"mu","variance":"var"},"gamma":"gamma","beta":"beta"},"inputs":{"input":"drop:mask"},"inputs":{"inputs":["",""]},',
  '"inputs":{"query":"","key":"","value":""},"weight":"W","bias":"b"},"label":"\\\\mu","group":"bn","at":[240,-80]},',
  '{"id":"loss","op":"MSELoss","inputs":{"input":"","target":""},{"id":"loss","op":"CrossEntropyLoss","inputs":{"input":"fc3","target":"labels"},',
  '{"id":"X","op":"Input","attrs":{"shape":[4,3]},"values":{"value":[[1,2,3],[4,5,6],[7,8,9],[1,0,1]]},"at":[0,0]},',
  '{"id":"constant1","op":"Constant","attrs":{"shape":[1],"value":0},{"id":"beta","op":"Parameter","attrs":{"shape":[3],"init":"zeros"},',
  '{"id":"mean1","op":"Mean",{"id":"var1","op":"Var",{"id":"sum1","op":"Sum",{"id":"matmul1","op":"MatMul",{"id":"reshape1","op":"Reshape",',
  '{"id":"permute1","op":"Permute",{"id":"neg1","op":"Neg",{"id":"square1","op":"Square",{"id":"sqrt1","op":"Sqrt",{"id":"exp1","op":"Exp",',
  '{"id":"log1","op":"Log",{"id":"sub1","op":"Sub",{"id":"div1","op":"Div",{"id":"mul1","op":"Mul",{"id":"add1","op":"Add","inputs":{"a":"',
  '{"id":"standardize1","op":"Standardize",{"id":"scaleshift1","op":"ScaleShift",{"id":"tanh1","op":"Tanh",{"id":"sigmoid1","op":"Sigmoid",',
  '{"id":"softmax1","op":"Softmax",{"id":"dropout1","op":"Dropout","attrs":{"p":0.5},"inputs":{"input":"fc1"},',
  '{"id":"adaptiveavgpool1","op":"AdaptiveAvgPool2d","attrs":{"output_size":1},{"id":"avgpool1","op":"AvgPool2d","attrs":{"kernel_size":2},',
  '{"id":"bn1","op":"BatchNorm1d",{"id":"batchnorm1","op":"BatchNorm2d","inputs":{"input":"conv1"},"at":[480,160]},',
  '{"id":"flatten1","op":"Flatten","inputs":{"input":"pool2"},"at":[1200,0]},{"id":"fc1","op":"Linear","attrs":{"out_features":3},"inputs":{"input":"flatten"},',
  '{"id":"pool1","op":"MaxPool2d","attrs":{"kernel_size":2},"inputs":{"input":"relu1"},"at":[720,0]},',
  '{"id":"relu1","op":"ReLU","inputs":{"input":"conv1"},"at":[480,0]},',
  '{"gradwire":1,"title":"Untitled","seed":182,"target":"loss","nodes":[{"id":"input1","op":"Input","attrs":{"shape":[1,1,28,28]},"at":[0,0]},',
  '{"id":"conv1","op":"Conv2d","attrs":{"out_channels":10,"kernel_size":3,"padding":1},"inputs":{"input":"input1"},"at":[240,0]},{"id":"',
]

/** The dictionary's text: plain ASCII. */
export const dictionary1: string = [...WORDS, ...JSON_TEXT].join("")
